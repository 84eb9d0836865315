import type { Money } from '../shapes/money.ts';
import type { AmountNotation } from './format-amount.ts';
import { minorUnitDigits } from './minor-unit-digits.ts';

export type ParsedAmount =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly code: 'not_an_amount' | 'too_many_decimals' | 'amount_too_large' };

const DIGITS_MAX = 18;

/**
 * What a person typed, as minor units: `1,234.5` and EUR give 123450. Thousands may be grouped or not, but rightly.
 * More decimal places than the currency has are refused rather than rounded, unless they are zeros.
 */
export function parseAmount(text: string, currency: string, { group = ',', decimal = '.' }: AmountNotation = {}): ParsedAmount {
  const [, sign, whole, fraction = ''] = pattern(group, decimal).exec(text.trim()) ?? [];
  if (whole === undefined) return { ok: false, code: 'not_an_amount' };
  const digits = minorUnitDigits(currency);
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > digits) return { ok: false, code: 'too_many_decimals' };
  const minor = BigInt((group === '' ? whole : whole.replaceAll(group, '')) + significant.padEnd(digits, '0'));
  if (minor.toString().length > DIGITS_MAX) return { ok: false, code: 'amount_too_large' };
  return { ok: true, money: { amountMinor: (sign === '-' ? -minor : minor).toString(), currency } };
}

function pattern(group: string, decimal: string): RegExp {
  const point = escape(decimal);
  const grouped = group === '' ? '' : `[0-9]{1,3}(?:${escape(group)}[0-9]{3})+|`;
  return new RegExp(`^([+-]?)(${grouped}[0-9]{1,40})(?:${point}([0-9]{1,40}))?$`);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
