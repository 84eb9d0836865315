import { describe, expect, it } from '@jest/globals';
import { parseAmount } from './parse-amount.ts';

describe('parseAmount', () => {
  it.each([
    ['1,234.5', 'EUR', '123450'],
    ['1234', 'EUR', '123400'],
    ['+0.01', 'EUR', '1'],
    [' -12 ', 'JPY', '-12'],
    ['1.2300', 'EUR', '123'],
    ['-0', 'EUR', '0'],
    ['000123', 'EUR', '12300'],
  ])('reads %j in %s as %s minor units', (text, currency, amountMinor) => {
    expect(parseAmount(text, currency)).toEqual({ ok: true, money: { amountMinor, currency } });
  });

  it.each(['', '-', '1e3', '1.', '.5', '1,23', '12,3456', '1,2,3', '1 234', '0x10', '١', 'NaN', '1.2.3'])('refuses %j', (text) => {
    expect(parseAmount(text, 'EUR')).toEqual({ ok: false, code: 'not_an_amount' });
  });

  it('refuses decimals that the currency does not have', () => {
    expect(parseAmount('1.234', 'EUR')).toEqual({ ok: false, code: 'too_many_decimals' });
    expect(parseAmount('1.5', 'JPY')).toEqual({ ok: false, code: 'too_many_decimals' });
  });

  it('refuses what eighteen digits of minor units cannot hold', () => {
    expect(parseAmount('9999999999999999.99', 'EUR').ok).toBe(true);
    expect(parseAmount('10000000000000000.00', 'EUR')).toEqual({ ok: false, code: 'amount_too_large' });
  });
});
