import type { Database } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Page, PageRequest } from '../domain/page.ts';
import type { NewUser, User } from '../domain/user.ts';
import type { Users } from '../domain/users.ts';
import { isUniqueViolation } from './unique-violation.ts';

export class PostgresUsers implements Users {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async create(user: NewUser): Promise<boolean> {
    try {
      await inTenant(this.#db, user.tenantId, (transaction) => insertUser(transaction, user));
      return true;
    } catch (error) {
      if (isUniqueViolation(error, 'users_tenant_id_email_key')) return false;
      throw error;
    }
  }

  async find(tenantId: string, userId: string): Promise<User | undefined> {
    const row = await inTenant(this.#db, tenantId, (transaction) => transaction.selectFrom('users').selectAll().where('user_id', '=', userId).executeTakeFirst(), { readOnly: true });
    return row && userOf(row);
  }

  async findByEmail(tenantId: string, email: string): Promise<NewUser | undefined> {
    const row = await inTenant(this.#db, tenantId, (transaction) => transaction.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst(), { readOnly: true });
    return row && { ...userOf(row), passwordHash: row.password_hash };
  }

  async list(tenantId: string, { limit, afterId }: PageRequest): Promise<Page<User>> {
    const rows = await inTenant(
      this.#db,
      tenantId,
      (transaction) => {
        const query = transaction.selectFrom('users').selectAll().orderBy('user_id').limit(limit + 1);
        return (afterId === undefined ? query : query.where('user_id', '>', afterId)).execute();
      },
      { readOnly: true },
    );
    return { items: rows.slice(0, limit).map(userOf), hasMore: rows.length > limit };
  }
}

export async function insertUser(transaction: Transaction<Database>, user: NewUser): Promise<void> {
  await transaction
    .insertInto('users')
    .values({
      tenant_id: user.tenantId, user_id: user.userId, email: user.email, name: user.name, role: user.role, password_hash: user.passwordHash,
      created_at: user.createdAt, disabled_at: user.disabledAt,
    })
    .execute();
}

export function userOf(row: Omit<Selectable<Database['users']>, 'password_hash'>): User {
  return { tenantId: row.tenant_id, userId: row.user_id, email: row.email, name: row.name, role: row.role, createdAt: row.created_at, disabledAt: row.disabled_at };
}
