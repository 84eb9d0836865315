/**
 * Every secret in Secrets Manager with its properties. The path is `fintrack/<environment>/<secret>`.
 * `rds` belongs to fintrack_admin: services read host and port only (decision 11).
 */
export const secrets = {
  rds: { meaning: 'Address and break-glass login of PostgreSQL.', properties: ['host', 'port', 'username', 'password'] },
  redis: { meaning: 'Address of the Redis cluster.', properties: ['url'] },
  'auth-signing': { meaning: 'ES256 private key that signs access tokens, as JWK.', properties: ['private-jwk'] },
  'auth-operator': { meaning: 'Key with which an operator creates tenants.', properties: ['key'] },
  'webhook-sealing': { meaning: 'Key that seals webhook signing secrets at rest (AES-256-GCM, base64).', properties: ['key'] },
} as const satisfies Record<string, { meaning: string; properties: readonly string[] }>;

export type SecretName = keyof typeof secrets;
