/** One transaction of the generated files, and what a reconciliation must make of it. */
export interface Row {
  readonly source: 'bank' | 'ledger';
  readonly reference: string;
  readonly bookingDate: string;
  readonly amountMinor: bigint;
  readonly state: 'matched' | 'exception';
}

export interface StatementFile {
  readonly name: string;
  readonly source: Row['source'];
  readonly rows: readonly Row[];
}

const ACCOUNT = 'DE89370400440532013000';
const FIRST_DAY = Date.UTC(2026, 8, 1);

/** Every 50th pair lacks its ledger side, every 75th its bank side. */
const onBank = (at: number) => at % 75 !== 74;
const onLedger = (at: number) => at % 50 !== 49;

/** Files of `rowsPerFile` rows of bank and ledger, `fileCount` of each, in which row n of both is the same payment. */
export function ledgerAndBank(fileCount: number, rowsPerFile: number): StatementFile[] {
  const sides = (['bank', 'ledger'] as const).map((source) => {
    const present = source === 'bank' ? onBank : onLedger;
    const rows: Row[] = [];
    for (let at = 0; rows.length < fileCount * rowsPerFile; at += 1) if (present(at)) rows.push(row(source, at, present === onBank ? onLedger(at) : onBank(at)));
    return { source, rows };
  });
  // Rows beyond the last one of the shorter side have no counterpart either.
  const last = new Map(sides.map(({ source, rows }) => [source, Number(rows.at(-1)?.reference.slice(3))]));
  const least = Math.min(...last.values());
  return sides.flatMap(({ source, rows }) =>
    Array.from({ length: fileCount }, (_, file) => ({
      name: `${source}-${file}.csv`,
      source,
      rows: rows.slice(file * rowsPerFile, (file + 1) * rowsPerFile).map((one) => (Number(one.reference.slice(3)) > least ? { ...one, state: 'exception' as const } : one)),
    })),
  );
}

function row(source: Row['source'], at: number, hasCounterpart: boolean): Row {
  return {
    source,
    reference: `PAY${String(at).padStart(9, '0')}`,
    bookingDate: new Date(FIRST_DAY + (at % 60) * 86_400_000).toISOString().slice(0, 10),
    // Further apart than any tolerance of the default rules, so that a row can only match its own counterpart.
    amountMinor: BigInt(at * 211 + 100) * (at % 3 === 0 ? -1n : 1n),
    state: hasCounterpart ? 'matched' : 'exception',
  };
}

export function csvOf({ rows }: StatementFile): string {
  const lines = rows.map(({ bookingDate, amountMinor, reference }) => `${bookingDate},${decimal(amountMinor)},EUR,${reference},Payment ${reference},${ACCOUNT}`);
  return `date,amount,currency,reference,description,account\n${lines.join('\n')}\n`;
}

function decimal(amountMinor: bigint): string {
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(3, '0');
  return `${amountMinor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
