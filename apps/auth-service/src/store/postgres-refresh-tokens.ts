import type { Database } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Exchange, PresentedToken, RefreshToken, RefreshTokens } from '../domain/refresh-token.ts';
import { userOf } from './postgres-users.ts';

export class PostgresRefreshTokens implements RefreshTokens {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  start(token: RefreshToken): Promise<boolean> {
    return inTenant(this.#db, token.tenantId, async (transaction) => {
      const user = await transaction.selectFrom('users').select('disabled_at').where('user_id', '=', token.userId).forShare().executeTakeFirst();
      if (!user || user.disabled_at !== null) return false;
      await forgetExpired(transaction, token.userId, token.createdAt);
      await insert(transaction, token);
      return true;
    });
  }

  exchange(tenantId: string, refreshTokenId: string, now: Date, decide: (presented: PresentedToken | undefined) => Exchange): Promise<Exchange> {
    return inTenant(this.#db, tenantId, async (transaction) => {
      const exchange = decide(await lock(transaction, refreshTokenId));
      if (exchange.outcome === 'rotated') {
        await transaction.updateTable('refresh_tokens').set({ used_at: now }).where('refresh_token_id', '=', refreshTokenId).execute();
        await insert(transaction, exchange.successor);
      }
      if (exchange.outcome === 'reused') await revoke(transaction, exchange.familyId, now);
      return exchange;
    });
  }

  endFamily(tenantId: string, refreshTokenId: string, secretDigest: string, now: Date): Promise<{ readonly userId: string } | undefined> {
    return inTenant(this.#db, tenantId, async (transaction) => {
      const found = await lock(transaction, refreshTokenId);
      if (found?.token.secretDigest !== secretDigest) return undefined;
      await revoke(transaction, found.token.familyId, now);
      return { userId: found.token.userId };
    });
  }
}

async function lock(transaction: Transaction<Database>, refreshTokenId: string): Promise<PresentedToken | undefined> {
  const token = await transaction.selectFrom('refresh_tokens').selectAll().where('refresh_token_id', '=', refreshTokenId).forUpdate().executeTakeFirst();
  if (!token) return undefined;
  const user = await transaction.selectFrom('users').selectAll().where('user_id', '=', token.user_id).executeTakeFirstOrThrow();
  return { token: tokenOf(token), user: userOf(user) };
}

async function insert(transaction: Transaction<Database>, token: RefreshToken): Promise<void> {
  await transaction
    .insertInto('refresh_tokens')
    .values({
      tenant_id: token.tenantId, refresh_token_id: token.refreshTokenId, user_id: token.userId, family_id: token.familyId,
      token_hash: Buffer.from(token.secretDigest, 'hex'), created_at: token.createdAt, expires_at: token.expiresAt,
    })
    .execute();
}

async function revoke(transaction: Transaction<Database>, familyId: string, now: Date): Promise<void> {
  await transaction.updateTable('refresh_tokens').set({ revoked_at: now }).where('family_id', '=', familyId).where('revoked_at', 'is', null).execute();
}

/** Nothing else would ever delete them; a sign-in is rare enough to bear it. */
async function forgetExpired(transaction: Transaction<Database>, userId: string, now: Date): Promise<void> {
  await transaction.deleteFrom('refresh_tokens').where('user_id', '=', userId).where('expires_at', '<', now).execute();
}

function tokenOf(row: Selectable<Database['refresh_tokens']>): RefreshToken {
  return {
    tenantId: row.tenant_id, refreshTokenId: row.refresh_token_id, familyId: row.family_id, userId: row.user_id, secretDigest: row.token_hash.toString('hex'),
    createdAt: row.created_at, expiresAt: row.expires_at, usedAt: row.used_at, revokedAt: row.revoked_at,
  };
}
