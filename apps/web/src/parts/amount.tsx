import { formatMoney, type Money } from '@fintrack/contracts';

/** An amount in the decimals of its currency; debits are red and carry their sign. */
export function Amount({ money }: { money: Money }) {
  return <span className={money.amountMinor.startsWith('-') ? 'amount debit' : 'amount'}>{formatMoney(money)}</span>;
}
