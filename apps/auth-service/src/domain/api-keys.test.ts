import { describe, expect, it } from '@jest/globals';
import { admits, type StoredApiKey } from './api-keys.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const key: StoredApiKey = {
  tenantId: 't', apiKeyId: 'k', name: 'import', role: 'analyst', createdBy: 'Ada', createdAt: now, expiresAt: null, revokedAt: null, lastUsedAt: null, secretDigest: 'right',
};

describe('an API key admits', () => {
  it('who presents its secret, until it expires', () => {
    expect(admits(key, 'right', now)).toBe(true);
    expect(admits({ ...key, expiresAt: new Date(now.getTime() + 1) }, 'right', now)).toBe(true);
    expect(admits({ ...key, expiresAt: now }, 'right', now)).toBe(false);
  });
  it('nobody with another secret, and nobody once it is revoked', () => {
    expect(admits(key, 'wrong', now)).toBe(false);
    expect(admits({ ...key, revokedAt: now }, 'right', now)).toBe(false);
  });
});
