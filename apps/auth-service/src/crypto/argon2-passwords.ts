import argon2 from 'argon2';
import { randomBytes } from 'node:crypto';
import type { Passwords } from '../domain/passwords.ts';

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const parameters = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes by argon2id, in the PHC string format. */
export class Argon2Passwords implements Passwords {
  /** Verified against where there is no user. */
  readonly #nobody = argon2.hash(randomBytes(32), parameters);

  hash(password: string): Promise<string> {
    return argon2.hash(normalized(password), parameters);
  }

  async verify(hash: string | undefined, password: string): Promise<boolean> {
    const isSame = await argon2.verify(hash ?? (await this.#nobody), normalized(password));
    return isSame && hash !== undefined;
  }
}

/** RFC 8265: the same password typed on another keyboard may arrive composed differently. */
function normalized(password: string): string {
  return password.normalize('NFC');
}
