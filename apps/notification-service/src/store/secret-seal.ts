import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals webhook secrets at rest by AES-256-GCM, each bound to its webhook: version, nonce, tag, ciphertext. */
export class SecretSeal {
  readonly #key: Buffer;

  /** `key`: base64 of 32 bytes. */
  constructor(key: string) {
    this.#key = Buffer.from(key, 'base64');
    if (this.#key.byteLength !== 32) throw new Error('the webhook sealing key must have 32 bytes');
  }

  seal(secret: Uint8Array, webhookId: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(webhookId));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws when the text was altered, sealed by another key or belongs to another webhook. */
  open(sealed: Buffer, webhookId: string): Buffer {
    if (sealed[0] !== VERSION) throw new Error(`sealed secret of version ${sealed[0]}, expected ${VERSION}`);
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(webhookId))
      .setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  }
}
