import { readFileSync } from 'node:fs';
import { toEpochDay, type SourceKind, type Transaction } from '../src/index.ts';

/** Both sides of the labelled pairs; `ground_truth` is what follows the colon of each id. */
export function readLabelledPairs(folder: string): readonly Transaction[] {
  return [...readSide(`${folder}/transactions_origin.csv`, 'bank'), ...readSide(`${folder}/transactions_destination.csv`, 'ledger')];
}

/** Columns: ground_truth, memo, transaction_date, amount in pounds, unique_id; a memo may hold commas. */
function readSide(file: string, sourceKind: SourceKind): readonly Transaction[] {
  return readFileSync(file, 'utf8').trim().split('\n').slice(1).map((line): Transaction => {
    const [, truth, memo, date, pounds, pence = ''] = /^(\d+),(.*),(\d{4}-\d\d-\d\d),(\d+)(?:\.(\d{1,2}))?,\d+\s*$/.exec(line) ?? [];
    if (truth === undefined || memo === undefined || date === undefined || pounds === undefined) throw new Error(`${file}: cannot read ${line}`);
    return {
      transactionId: `${sourceKind}:${truth}`, sourceKind, bookingDay: toEpochDay(date), amountMinor: BigInt(pounds + pence.padEnd(2, '0')), currency: 'GBP',
      reference: null, bankReference: null, counterpartyName: null, counterpartyAccount: null, description: memo,
    };
  });
}
