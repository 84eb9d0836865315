import { describe, expect, it } from '@jest/globals';
import { formatToken, parseToken } from './token-text.ts';

const token = { tenantId: '11111111-1111-7111-8111-111111111111', id: '22222222-2222-7222-8222-222222222222', secret: `_-${'a'.repeat(40)}_` };

describe('a token text', () => {
  it.each(['ftr', 'ftk'] as const)('says whose it is, which one and its secret: %s', (kind) => {
    const text = formatToken(kind, token);
    expect(text).toBe(`${kind}_${token.tenantId}_${token.id}_${token.secret}`);
    expect(parseToken(kind, text)).toEqual(token);
  });
  it('is not taken for another kind, nor with a part missing or too much', () => {
    const text = formatToken('ftr', token);
    expect(parseToken('ftk', text)).toBeUndefined();
    for (const bad of ['', 'ftr_', text.slice(1), text.slice(0, -1), `${text}x`, ` ${text}`, `${text}\n`, text.toUpperCase()]) expect(parseToken('ftr', bad)).toBeUndefined();
  });
});
