import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@fintrack/contracts';

export interface Caller {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: Role;
}

export interface AccessTokens {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly tokenOf: (caller: Caller) => string;
  readonly stop: () => Promise<void>;
}

/** Stands in for auth-service: publishes one ES256 key and signs access tokens with it. */
export async function startAccessTokens(): Promise<AccessTokens> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'ES256', use: 'sig' };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    jwksUrl: `${issuer}/jwks.json`,
    issuer,
    tokenOf: ({ tenantId, userId, role }) => {
      const nowSeconds = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, aud: 'fintrack', sub: userId, tid: tenantId, role, name: userId, iat: nowSeconds, exp: nowSeconds + 3600 };
      const signed = `${encode({ alg: 'ES256', typ: 'JWT', kid: 'test' })}.${encode(claims)}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
