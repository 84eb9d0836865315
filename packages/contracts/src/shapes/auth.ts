import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { page } from './page.ts';
import { Email, Instant, integer, nullable, oneOf, Slug, strict, text, Uuid } from './primitives.ts';
import { Role } from './vocabulary.ts';

const name = text(200);
const newPassword = text(200, 12);
const secretText = Type.String({ pattern: '^[A-Za-z0-9_-]{20,300}$' });

export const Tenant = shape('Tenant', 'A customer; no row of one is visible to another.', strict({ tenantId: Uuid, slug: Slug, name, createdAt: Instant }));
export type Tenant = Static<typeof Tenant>;

export const User = shape('User', 'A person of a tenant.', strict({
  userId: Uuid, email: Email, name, role: Role, createdAt: Instant, disabledAt: nullable(Instant),
}));
export type User = Static<typeof User>;

export const CreateTenantRequest = shape('CreateTenantRequest', 'A tenant with its first admin.', strict({
  slug: Slug, name, admin: strict({ email: Email, name, password: newPassword }),
}));
export type CreateTenantRequest = Static<typeof CreateTenantRequest>;

export const CreatedTenant = shape('CreatedTenant', 'The tenant and its first admin.', strict({ tenant: Tenant, admin: User }));
export type CreatedTenant = Static<typeof CreatedTenant>;

export const LoginRequest = shape('LoginRequest', 'Tenant, e-mail and password.', strict({ tenant: Slug, email: Email, password: text(200) }));
export type LoginRequest = Static<typeof LoginRequest>;

const tokenFields = { accessToken: text(4096), expiresInSeconds: integer(1, 86_400), tokenType: oneOf(['Bearer']) };

export const Tokens = shape('Tokens', 'A short-lived access token, and a refresh token that is good once.', strict({ ...tokenFields, refreshToken: secretText }));
export type Tokens = Static<typeof Tokens>;

export const AccessToken = shape('AccessToken', 'A short-lived access token.', strict(tokenFields));
export type AccessToken = Static<typeof AccessToken>;

export const RefreshRequest = shape('RefreshRequest', 'The refresh token to exchange.', strict({ refreshToken: text(300) }));
export type RefreshRequest = Static<typeof RefreshRequest>;

export const LogoutRequest = shape('LogoutRequest', 'The refresh token whose whole family ends.', strict({ refreshToken: text(300) }));
export type LogoutRequest = Static<typeof LogoutRequest>;

export const ApiKeyTokenRequest = shape('ApiKeyTokenRequest', 'The API key to exchange for an access token.', strict({ apiKey: text(300) }));
export type ApiKeyTokenRequest = Static<typeof ApiKeyTokenRequest>;

export const Me = shape('Me', 'Whom the access token stands for.', strict({
  subject: text(100), kind: oneOf(['user', 'api_key']), name, email: nullable(Email), role: Role,
  tenant: strict({ tenantId: Uuid, slug: Slug, name }),
}));
export type Me = Static<typeof Me>;

export const CreateUserRequest = shape('CreateUserRequest', 'A new user.', strict({ email: Email, name, role: Role, password: newPassword }));
export type CreateUserRequest = Static<typeof CreateUserRequest>;

export const UserPage = page('UserPage', User);
export type UserPage = Static<typeof UserPage>;

export const ApiKey = shape('ApiKey', 'An API key without its secret.', strict({
  apiKeyId: Uuid, name, role: Role, createdBy: text(200), createdAt: Instant,
  expiresAt: nullable(Instant), revokedAt: nullable(Instant), lastUsedAt: nullable(Instant),
}));
export type ApiKey = Static<typeof ApiKey>;

export const CreateApiKeyRequest = shape('CreateApiKeyRequest', 'A new API key; without `expiresAt` it holds until revoked.', strict({
  name, role: Role, expiresAt: Type.Optional(Instant),
}));
export type CreateApiKeyRequest = Static<typeof CreateApiKeyRequest>;

export const CreatedApiKey = shape('CreatedApiKey', 'A new API key; `secret` is shown this once.', strict({ apiKey: ApiKey, secret: secretText }));
export type CreatedApiKey = Static<typeof CreatedApiKey>;

export const ApiKeyPage = page('ApiKeyPage', ApiKey);
export type ApiKeyPage = Static<typeof ApiKeyPage>;

const coordinate = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

export const Jwk = shape('Jwk', 'A public key that access tokens are verified with (RFC 7517).', strict({
  kty: oneOf(['EC']), crv: oneOf(['P-256']), x: coordinate, y: coordinate, kid: text(200), alg: oneOf(['ES256']), use: oneOf(['sig']),
}));
export type Jwk = Static<typeof Jwk>;

export const Jwks = shape('Jwks', 'Every public key in use.', strict({ keys: Type.Array(Jwk, { maxItems: 20 }) }));
export type Jwks = Static<typeof Jwks>;
