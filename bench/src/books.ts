import { fromEpochDay, type SourceKind, toEpochDay, type Transaction } from '@fintrack/matching';

/** One side of the books, as a file holds it. */
export interface Entry {
  readonly bookingDay: number;
  readonly amountMinor: bigint;
  readonly currency: 'EUR';
  /** Empty when the payer gave none. */
  readonly reference: string;
  readonly counterparty: string;
  readonly description: string;
  readonly account: string;
}

export interface Books {
  readonly bank: readonly Entry[];
  readonly ledger: readonly Entry[];
  /** Pairs that carry one reference and equal amounts at most two days apart: a reconciliation must match them all. */
  readonly certainPairs: number;
}

const account = 'DE89370400440532013000';
const firstDay = toEpochDay('2026-09-01');
const days = 30;
const seed = 0x5eed;

/**
 * A month of `rows` bank and `rows` ledger entries, always the same. Of the payments 2 % are missing on each
 * side, 5 % have no reference, 1 % differ by up to 1.00, and a tenth is booked a day or two late.
 */
export function makeBooks(rows: number): Books {
  const random = randomNumbers(seed);
  const bank: Entry[] = [];
  const ledger: Entry[] = [];
  let certainPairs = 0;
  for (let at = 0; bank.length < rows || ledger.length < rows; at += 1) {
    const payment = makePayment(at, random);
    const onBank = payment.on !== 'ledger' && bank.length < rows;
    const onLedger = payment.on !== 'bank' && ledger.length < rows;
    if (onBank) bank.push(payment.bank);
    if (onLedger) ledger.push(payment.ledger);
    if (onBank && onLedger && payment.bank.reference !== '' && payment.bank.amountMinor === payment.ledger.amountMinor) certainPairs += 1;
  }
  return { bank, ledger, certainPairs };
}

interface Payment {
  readonly on: 'both' | 'bank' | 'ledger';
  readonly bank: Entry;
  readonly ledger: Entry;
}

function makePayment(at: number, random: (limit: number) => number): Payment {
  const booked = BigInt(random(4_000_000) + 200) * (random(3) === 0 ? -1n : 1n);
  const short = random(100) === 0 ? BigInt(random(100) + 1) : 0n;
  const late = random(10) === 0 ? random(2) + 1 : 0;
  const customer = random(20_000);
  const reference = random(100) < 5 ? '' : `E2E-${String(at).padStart(9, '0')}`;
  const missing = random(100);
  const bookingDay = firstDay + random(days);
  const common = { currency: 'EUR', account, reference, counterparty: `Customer ${customer} GmbH` } as const;
  return {
    on: missing < 2 ? 'ledger' : missing < 4 ? 'bank' : 'both',
    bank: { ...common, bookingDay: bookingDay + late, amountMinor: booked - short, description: `SEPA credit transfer Customer ${customer} invoice ${at}` },
    ledger: { ...common, bookingDay, amountMinor: booked, description: `Invoice ${at}, Customer ${customer}` },
  };
}

/** The file that is uploaded: amounts as decimals. */
export function csvOf(entries: readonly Entry[]): string {
  const lines = entries.map((entry) => `${fromEpochDay(entry.bookingDay)},${decimal(entry.amountMinor)},${entry.currency},${entry.reference},${entry.counterparty},"${entry.description}",${entry.account}`);
  return `date,amount,currency,reference,counterparty,description,account\n${lines.join('\n')}\n`;
}

/** The same rows for a bare COPY: amounts in minor units, no header. */
export function copyTextOf(entries: readonly Entry[]): string {
  return entries.map((entry) => `${fromEpochDay(entry.bookingDay)},${entry.amountMinor},${entry.currency},${entry.reference},${entry.counterparty},"${entry.description}",${entry.account}\n`).join('');
}

/** The same rows as the engine reads them, with random ids as those of uuid5 are. */
export function transactionsOf({ bank, ledger }: Pick<Books, 'bank' | 'ledger'>): readonly Transaction[] {
  const random = randomNumbers(seed + 1);
  const hex = (): string => random(0x10000).toString(16).padStart(4, '0');
  const side = (sourceKind: SourceKind, entries: readonly Entry[]): readonly Transaction[] =>
    entries.map((entry) => ({
      transactionId: `${hex()}${hex()}-${hex()}-5${hex().slice(1)}-a${hex().slice(1)}-${hex()}${hex()}${hex()}`,
      sourceKind, bookingDay: entry.bookingDay, amountMinor: entry.amountMinor, currency: entry.currency, reference: entry.reference === '' ? null : entry.reference,
      bankReference: null, counterpartyName: entry.counterparty, counterpartyAccount: null, description: entry.description,
    }));
  return [...side('bank', bank), ...side('ledger', ledger)];
}

function decimal(amountMinor: bigint): string {
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(3, '0');
  return `${amountMinor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** xorshift32 (Marsaglia 2003): the same integers below the limit in every run. */
function randomNumbers(start: number): (limit: number) => number {
  let state = start;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
