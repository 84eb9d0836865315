import { type ExceptionItem, formatAmount } from '@fintrack/contracts';
import { ageDays } from '../domain/ageing.ts';
import { csvRecord, inert } from './csv.ts';

export const exceptionsHeader = csvRecord([
  'transaction_id', 'booking_date', 'age_days', 'source_kind', 'account', 'amount', 'currency', 'reason', 'since', 'reference', 'counterparty_name', 'description',
]);

/** One exception; the amount in the currency's main unit with a decimal point. */
export function exceptionRecord(item: ExceptionItem, at: Date): string {
  const text = (value: string | null) => (value === null ? null : inert(value));
  return csvRecord([
    item.transactionId, item.bookingDate, ageDays(item.bookingDate, at), item.sourceKind, text(item.accountIdentifier),
    formatAmount(item.amount, { group: '' }), item.amount.currency, item.reason, item.since, text(item.reference), text(item.counterpartyName), text(item.description),
  ]);
}
