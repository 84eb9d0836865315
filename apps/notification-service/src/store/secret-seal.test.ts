import { describe, expect, it } from '@jest/globals';
import { SecretSeal } from './secret-seal.ts';

const seal = new SecretSeal(Buffer.alloc(32, 7).toString('base64'));
const secret = Buffer.from('a signing secret');

describe('SecretSeal', () => {
  it('opens what it sealed', () => {
    expect(seal.open(seal.seal(secret, 'w1'), 'w1')).toEqual(secret);
  });

  it('never seals the same secret to the same bytes, and never in clear', () => {
    expect(seal.seal(secret, 'w1')).not.toEqual(seal.seal(secret, 'w1'));
    expect(seal.seal(secret, 'w1').includes(secret)).toBe(false);
  });

  it('refuses a secret of another webhook, of another key, or altered', () => {
    const sealed = seal.seal(secret, 'w1');
    expect(() => seal.open(sealed, 'w2')).toThrow();
    expect(() => new SecretSeal(Buffer.alloc(32, 8).toString('base64')).open(sealed, 'w1')).toThrow();
    for (const at of [1, 14, sealed.length - 1]) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] as number) ^ 1;
      expect(() => seal.open(altered, 'w1')).toThrow();
    }
  });

  it('refuses a key of the wrong length', () => {
    expect(() => new SecretSeal('AAAA')).toThrow('32 bytes');
  });
});
