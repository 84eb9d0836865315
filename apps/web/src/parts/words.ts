/** Words for codes that people read. A code without a word is shown as it is, so nothing is hidden. */
const words: Readonly<Record<string, string>> = {
  no_counterpart: 'No counterpart',
  amount_differs: 'Amount differs',
  date_differs: 'Date differs',
  currency_differs: 'Currency differs',
  ambiguous: 'Several candidates',
  match_rejected: 'Match rejected',
  bank: 'Bank',
  processor: 'Processor',
  ledger: 'Ledger',
  received: 'Reading …',
  imported: 'Imported',
  matched: 'Matched',
  rejected: 'Rejected',
  confirmed: 'Confirmed',
  suggested: 'Suggested',
};

export const word = (code: string): string => words[code] ?? code.replaceAll('_', ' ');

export const instantText = (instant: string): string => new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const countText = (count: number): string => count.toLocaleString();
