import { formatAmount, type Money } from '@fintrack/contracts';
import type { Column } from './table.ts';

/** An amount to the right and its currency beside it, so that decimal points of one currency stand in line. */
export function moneyColumns<Row>(heading: string, money: (row: Row) => Money): Column<Row>[] {
  return [
    { heading, value: (row) => formatAmount(money(row)), align: 'right' },
    { heading: '', value: (row) => money(row).currency },
  ];
}
