import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TextSignatures } from './text-signatures.ts';

function similarityOf(a: string, b: string): number {
  return new TextSignatures(2).similarity({ rank: 0, name: '', description: a }, { rank: 1, name: '', description: b });
}

describe('similarity of texts', () => {
  it('is 1 for equal texts, whatever case and punctuation', () => {
    expect(similarityOf('Müller & Söhne, Köln', 'MüLLER SöHNE KöLN')).toBe(1);
  });

  it('is high for a shortened text and low for another one', () => {
    expect(similarityOf('LORENZO D MEDICI donation CSH', 'LORENZO D MEDIC')).toBeGreaterThan(0.7);
    expect(similarityOf('Rent November', 'Office supplies')).toBeLessThan(0.2);
  });

  it('is 0 where a side has no letter or digit', () => {
    expect([similarityOf('', 'a'), similarityOf('---', '---')]).toEqual([0, 0]);
  });

  it('lies between 0 and 1 and does not depend on the sides', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 }), (a, b) => {
      const value = similarityOf(a, b);
      expect(value >= 0 && value <= 1).toBe(true);
      expect(similarityOf(b, a)).toBe(value);
    }));
  });
});
