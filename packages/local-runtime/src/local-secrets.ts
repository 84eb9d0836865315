import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What production keeps in Secrets Manager, and passwords of the local database and demo users. */
export interface LocalSecrets {
  readonly databaseAppPassword: string;
  readonly databaseMigratorPassword: string;
  /** ES256 private key as JWK with kid. */
  readonly signingJwk: string;
  readonly operatorKey: string;
  /** 32 bytes, base64. */
  readonly webhookSealingKey: string;
  readonly demoPassword: string;
}

/** The secrets of a data folder, made at the first call and kept in a file that its owner alone can read. */
export function localSecrets(dataDirectory: string): LocalSecrets {
  const file = join(dataDirectory, 'secrets.json');
  if (existsSync(file)) {
    chmodSync(file, 0o600);
    return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  }
  const secrets = generate();
  writeFileSync(`${file}.draft`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.draft`, file);
  return secrets;
}

function generate(): LocalSecrets {
  const text = (bytes: number) => randomBytes(bytes).toString('base64url');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    databaseAppPassword: text(24),
    databaseMigratorPassword: text(24),
    signingJwk: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: `local-${text(6)}`, alg: 'ES256', use: 'sig' }),
    operatorKey: text(32),
    webhookSealingKey: randomBytes(32).toString('base64'),
    demoPassword: text(12),
  };
}
