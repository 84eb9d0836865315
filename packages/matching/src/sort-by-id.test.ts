import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sortById } from './sort-by-id.ts';

describe('sortById', () => {
  it('sorts as code units do, for ids of any characters', () => {
    const someIds = fc.array(fc.oneof(fc.uuid(), fc.string({ unit: 'binary', maxLength: 9 }), fc.constantFrom('same', 'same-6', 'same-6\u0000', 'ÿ', 'ÿa', 'Āa', 'Āb')));
    fc.assert(fc.property(someIds, (ids) => {
      const sorted = sortById(ids.map((transactionId) => ({ transactionId }))).map(({ transactionId }) => transactionId);
      expect(sorted).toEqual(ids.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    }));
  });
});
