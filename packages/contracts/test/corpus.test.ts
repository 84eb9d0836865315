import { describe, expect, it } from '@jest/globals';
import { shapes } from '../src/index.ts';
import { examplesOf, VALID_MIN } from './corpus.ts';

describe.each(Object.keys(shapes))('%s', (name) => {
  const examples = examplesOf(name);

  it(`accepts its ${VALID_MIN} and more valid examples`, () => {
    const valid = examples.filter(({ label }) => label === 'valid');
    expect(valid.length).toBeGreaterThanOrEqual(VALID_MIN);
    expect(valid.filter(({ accepted }) => !accepted)).toEqual([]);
  });

  it('refuses every violation of a single field', () => {
    const violations = examples.filter(({ label }) => label !== 'valid');
    expect(violations.length).toBeGreaterThan(4);
    expect(violations.filter(({ accepted }) => accepted)).toEqual([]);
  });
});
