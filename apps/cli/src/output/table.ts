import { displayWidth, fitted } from './display-width.ts';
import { plainLine } from './plain-text.ts';

export interface Column<Row> {
  readonly heading: string;
  readonly value: (row: Row) => string | number | null;
  /** @default 'left' */
  readonly align?: 'left' | 'right';
  /** Whether the column gives way where the terminal is narrow. @default false */
  readonly shrinks?: boolean;
}

const GAP = '  ';
const SHRUNK_MIN = 12;

/** Aligned columns under headings, each row on one line of at most `width` columns where shrinking can achieve that. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width = Number.POSITIVE_INFINITY): string {
  const cells = [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ value }) => plainLine(String(value(row) ?? ''))))];
  const natural = columns.map((_, index) => Math.max(...cells.map((line) => displayWidth(line[index] as string))));
  const widths = shrink(columns, natural, width);
  const lines = cells.map((line) => line.map((cell, index) => padded(fitted(cell, widths[index] as number), widths[index] as number, columns[index]?.align)).join(GAP).trimEnd());
  const rule = widths.map((columnWidth) => '─'.repeat(columnWidth)).join(GAP);
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function shrink<Row>(columns: readonly Column<Row>[], natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1);
  while (total() > width) {
    const widest = columns.reduce((best, { shrinks }, index) => (shrinks && (best === -1 || (widths[index] as number) > (widths[best] as number)) ? index : best), -1);
    if (widest === -1 || (widths[widest] as number) <= SHRUNK_MIN) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}

function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? space + text : text + space;
}
