import { describe, expect, it } from '@jest/globals';
import { displayWidth } from './display-width.ts';
import { moneyColumns } from './money-columns.ts';
import { type Column, table } from './table.ts';

interface Row {
  readonly name: string;
  readonly amountMinor: string;
  readonly currency: string;
}
const columns: readonly Column<Row>[] = [{ heading: 'Name', value: ({ name }) => name, shrinks: true }, ...moneyColumns<Row>('Amount', (row) => row)];
const rows: readonly Row[] = [
  { name: 'Müller', amountMinor: '-123456', currency: 'EUR' },
  { name: '山田商店', amountMinor: '1234', currency: 'JPY' },
  { name: 'x', amountMinor: '5', currency: 'EUR' },
];

describe('table', () => {
  it('puts amounts to the right, currencies beside them, wide letters counted', () => {
    expect(table(columns, rows)).toBe([
      'Name         Amount',
      '────────  ─────────  ───',
      'Müller    -1,234.56  EUR',
      '山田商店      1,234  JPY',
      'x              0.05  EUR',
    ].join('\n'));
  });

  it('shortens the columns that may give way until the lines fit', () => {
    const long = [{ name: 'A counterparty with a very long name indeed', amountMinor: '100', currency: 'EUR' }];
    const lines = table(columns, long, 32).split('\n');
    expect(lines[2]).toBe('A counterparty wit…    1.00  EUR');
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(32);
  });

  it('keeps control characters of a bank’s text from the terminal', () => {
    const evil = [{ name: '\u001b[2J\u001b]0;x\u0007a\r\nb\u202ec', amountMinor: '1', currency: 'EUR' }];
    expect(table(columns, evil)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(table(columns, evil).split('\n')).toHaveLength(3);
  });
});
