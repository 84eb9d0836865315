import { admins, anyone, defineOperation, json, jsonBody, noContent, operator, viewers } from '../define-operation.ts';
import {
  AccessToken, ApiKeyPage, ApiKeyTokenRequest, CreateApiKeyRequest, CreatedApiKey, CreatedTenant, CreateTenantRequest, CreateUserRequest, Jwks,
  LoginRequest, LogoutRequest, Me, RefreshRequest, Tokens, User, UserPage,
} from '../shapes/auth.ts';
import { pageQuery } from '../shapes/page.ts';
import { strict, Uuid } from '../shapes/primitives.ts';

export const authOperations = {
  createTenant: defineOperation({
    operationId: 'createTenant', method: 'post', path: '/api/auth/tenants', summary: 'Create a tenant with its first admin.', security: operator,
    body: jsonBody(CreateTenantRequest), responses: json(201, 'Created.', CreatedTenant), errors: { 409: ['slug_taken'] },
  }),
  login: defineOperation({
    operationId: 'login', method: 'post', path: '/api/auth/login', summary: 'Sign in with tenant, e-mail and password.', security: anyone,
    body: jsonBody(LoginRequest), responses: json(200, 'Signed in.', Tokens), errors: { 401: ['invalid_credentials'], 429: ['too_many_attempts'] },
  }),
  refresh: defineOperation({
    operationId: 'refresh', method: 'post', path: '/api/auth/refresh', security: anyone,
    summary: 'Exchange a refresh token, which is good once, for new tokens. Reuse ends every token of its family.',
    body: jsonBody(RefreshRequest), responses: json(200, 'New tokens.', Tokens), errors: { 401: ['invalid_refresh_token', 'refresh_token_reused'] },
  }),
  logout: defineOperation({
    operationId: 'logout', method: 'post', path: '/api/auth/logout', summary: 'End a refresh token and its family.', security: anyone,
    body: jsonBody(LogoutRequest), responses: noContent('Signed out; also where the token was unknown.'),
  }),
  exchangeApiKey: defineOperation({
    operationId: 'exchangeApiKey', method: 'post', path: '/api/auth/token', summary: 'Exchange an API key for an access token.', security: anyone,
    body: jsonBody(ApiKeyTokenRequest), responses: json(200, 'An access token.', AccessToken), errors: { 401: ['invalid_api_key'], 429: ['too_many_attempts'] },
  }),
  getMe: defineOperation({
    operationId: 'getMe', method: 'get', path: '/api/auth/me', summary: 'Whom the access token stands for.', security: viewers,
    responses: json(200, 'Subject, role and tenant.', Me),
  }),
  listUsers: defineOperation({
    operationId: 'listUsers', method: 'get', path: '/api/auth/users', summary: 'List the users of the tenant.', security: admins,
    query: strict(pageQuery), responses: json(200, 'A page of users, oldest first.', UserPage),
  }),
  createUser: defineOperation({
    operationId: 'createUser', method: 'post', path: '/api/auth/users', summary: 'Create a user.', security: admins,
    body: jsonBody(CreateUserRequest), responses: json(201, 'Created.', User), errors: { 409: ['email_taken'] },
  }),
  listApiKeys: defineOperation({
    operationId: 'listApiKeys', method: 'get', path: '/api/auth/api-keys', summary: 'List the API keys of the tenant.', security: admins,
    query: strict(pageQuery), responses: json(200, 'A page of API keys, oldest first.', ApiKeyPage),
  }),
  createApiKey: defineOperation({
    operationId: 'createApiKey', method: 'post', path: '/api/auth/api-keys', summary: 'Create an API key.', security: admins,
    body: jsonBody(CreateApiKeyRequest), responses: json(201, 'Created; the secret is shown this once.', CreatedApiKey),
  }),
  revokeApiKey: defineOperation({
    operationId: 'revokeApiKey', method: 'delete', path: '/api/auth/api-keys/{apiKeyId}', summary: 'Revoke an API key.', security: admins,
    params: strict({ apiKeyId: Uuid }), responses: noContent('Revoked.'), errors: { 404: ['api_key_not_found'] },
  }),
  getJwks: defineOperation({
    operationId: 'getJwks', method: 'get', path: '/api/auth/.well-known/jwks.json', summary: 'Public keys of access tokens.', security: anyone,
    responses: json(200, 'JSON Web Key Set.', Jwks),
  }),
} as const;
