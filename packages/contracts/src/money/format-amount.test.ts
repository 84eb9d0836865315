import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAmount, formatMoney } from './format-amount.ts';
import { parseAmount } from './parse-amount.ts';

describe('formatAmount', () => {
  it.each([
    ['0', 'EUR', '0.00'],
    ['-5', 'EUR', '-0.05'],
    ['123456', 'EUR', '1,234.56'],
    ['-999999999999999999', 'USD', '-9,999,999,999,999,999.99'],
    ['1234', 'JPY', '1,234'],
    ['1234', 'KWD', '1.234'],
    ['5', 'CLF', '0.0005'],
  ])('writes %s minor units of %s as %s', (amountMinor, currency, text) => {
    expect(formatAmount({ amountMinor, currency })).toBe(text);
  });

  it('follows the notation asked for', () => {
    expect(formatMoney({ amountMinor: '123456789', currency: 'EUR' }, { group: '.', decimal: ',' })).toBe('1.234.567,89 EUR');
    expect(formatAmount({ amountMinor: '123456789', currency: 'EUR' }, { group: '' })).toBe('1234567.89');
  });

  it('is undone by parseAmount for every amount, currency and notation', () => {
    const notations = fc.constantFrom({ group: ',', decimal: '.' }, { group: '.', decimal: ',' }, { group: '', decimal: '.' }, { group: ' ', decimal: ',' }, { group: '’', decimal: '.' });
    fc.assert(fc.property(fc.bigInt(-(10n ** 18n) + 1n, 10n ** 18n - 1n), fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'), notations, (minor, currency, notation) => {
      const money = { amountMinor: minor.toString(), currency };
      expect(parseAmount(formatAmount(money, notation), currency, notation)).toEqual({ ok: true, money });
    }));
  });
});
