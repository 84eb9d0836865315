import { createHash, randomBytes } from 'node:crypto';
import type { Secrets } from '../domain/surroundings.ts';

export const randomSecrets: Secrets = {
  create: () => randomBytes(32).toString('base64url'),
  digest: (text) => createHash('sha256').update(text).digest('hex'),
};
