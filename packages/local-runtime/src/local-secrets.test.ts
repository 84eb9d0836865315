import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localSecrets } from './local-secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('localSecrets', () => {
  it('makes secrets that fit the catalog’s config keys', () => {
    const secrets = localSecrets(folder);
    expect(secrets.operatorKey.length).toBeGreaterThanOrEqual(32);
    expect(secrets.webhookSealingKey).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(secrets.demoPassword.length).toBeGreaterThanOrEqual(12);
    expect(JSON.parse(secrets.signingJwk)).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', d: expect.any(String), kid: expect.any(String) });
  });

  it('keeps them for the folder, and makes others for another', () => {
    const first = localSecrets(folder);
    expect(localSecrets(folder)).toEqual(first);
    const other = mkdtempSync(join(tmpdir(), 'secrets-'));
    expect(localSecrets(other).operatorKey).not.toBe(first.operatorKey);
    rmSync(other, { recursive: true });
  });

  it('lets nobody but the owner read them, and closes a file that was opened up', () => {
    localSecrets(folder);
    const file = join(folder, 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    localSecrets(folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
