import type { Money } from '../shapes/money.ts';
import { minorUnitDigits } from './minor-unit-digits.ts';

export interface AmountNotation {
  /** Between thousands; empty for machines. @default ',' */
  readonly group?: string;
  /** @default '.' */
  readonly decimal?: string;
}

/** `{ amountMinor: '-123456', currency: 'EUR' }` → `-1,234.56`, without the currency, with all decimal places of it. */
export function formatAmount(money: Money, { group = ',', decimal = '.' }: AmountNotation = {}): string {
  const digits = minorUnitDigits(money.currency);
  const minor = BigInt(money.amountMinor);
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replaceAll(/\B(?=(?:[0-9]{3})+$)/g, group);
  const sign = minor < 0n ? '-' : '';
  return digits === 0 ? sign + whole : `${sign}${whole}${decimal}${text.slice(text.length - digits)}`;
}

/** `-1,234.56 EUR`. */
export function formatMoney(money: Money, notation: AmountNotation = {}): string {
  return `${formatAmount(money, notation)} ${money.currency}`;
}
