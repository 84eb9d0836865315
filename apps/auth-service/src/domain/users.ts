import type { Page, PageRequest } from './page.ts';
import type { Passwords } from './passwords.ts';
import type { Surroundings } from './surroundings.ts';
import { type NewUser, normalizedEmail, type Role, type User } from './user.ts';

export interface Users {
  /** False if the e-mail address is taken in this tenant. */
  create(user: NewUser): Promise<boolean>;
  find(tenantId: string, userId: string): Promise<User | undefined>;
  findByEmail(tenantId: string, email: string): Promise<NewUser | undefined>;
  list(tenantId: string, page: PageRequest): Promise<Page<User>>;
}

export interface UserRequest {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface CreateUserSurroundings extends Surroundings {
  readonly users: Users;
  readonly passwords: Passwords;
}

/** Creates a user in a tenant. */
export async function createUser(tenantId: string, request: UserRequest, { users, passwords, now, newId }: CreateUserSurroundings): Promise<User | { readonly code: 'email_taken' }> {
  const user: User = {
    tenantId, userId: newId(), email: normalizedEmail(request.email), name: request.name, role: request.role, createdAt: now(), disabledAt: null,
  };
  const isNew = await users.create({ ...user, passwordHash: await passwords.hash(request.password) });
  return isNew ? user : { code: 'email_taken' };
}
