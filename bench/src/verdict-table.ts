import type { Verdict } from './claim.ts';

/** One line per claim. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const cells = [
    ['claim', 'takes', 'reference', 'takes', 'ratio', 'at most', ''],
    ...verdicts.map(({ claim, oursMs, referenceMs, ratio, holds }) => [claim.ours, ms(oursMs), claim.reference, ms(referenceMs), ratio.toFixed(1), String(claim.ratioMax), holds ? 'holds' : 'FAILS']),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => [1, 3, 4, 5].includes(column);
  return cells.map((row) => row.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd()).join('\n');
}

function ms(value: number): string {
  return `${Math.round(value).toLocaleString('en')} ms`;
}
