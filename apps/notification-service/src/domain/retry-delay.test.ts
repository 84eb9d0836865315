import { describe, expect, it } from '@jest/globals';
import { retryDelaySeconds } from './retry-delay.ts';

describe('retryDelaySeconds', () => {
  it('triples from 10 seconds up to six hours', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempt) => retryDelaySeconds(attempt, 1))).toEqual([
      10, 30, 90, 270, 810, 2430, 7290, 21_600, 21_600,
    ]);
  });

  it('spreads over the upper half', () => {
    expect(retryDelaySeconds(3, 0)).toBe(45);
    expect(retryDelaySeconds(3, 0.5)).toBe(68);
  });
});
