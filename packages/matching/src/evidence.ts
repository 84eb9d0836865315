import type { TextSignatures } from './text-signatures.ts';
import type { TransactionGroup } from './transaction-group.ts';

/** What the references of two groups say about each other. */
export type Relation = 'equal' | 'mentioned' | 'unknown' | 'conflict';

/** Of 1000 points. A reference outweighs all else; then text, nearness in time, nearness in amount. */
const relationPoints: Record<Relation, number> = { equal: 400, mentioned: 320, unknown: 160, conflict: 0 };
const textPoints = 300;
const datePoints = 200;
const amountPoints = 100;

/** Two candidates closer than this are not told apart: a day in a window of three, or a few letters. */
export const marginPoints = 60;

/** From here on, two texts speak of one thing (0 to 1). Measured on 22,641 labelled pairs; see README. */
export const agreementMin = 0.5;

/** Shorter references (a year, a cheque's last digits) appear in texts by chance. */
const mentionLengthMin = 6;

export function relationOf(left: TransactionGroup, right: TransactionGroup): Relation {
  const { reference: a, bankReference: b } = left;
  const { reference: c, bankReference: d } = right;
  if ((a !== undefined && (a === c || a === d)) || (b !== undefined && (b === c || b === d))) return 'equal';
  if (mentions(left, c) || mentions(right, a)) return 'mentioned';
  // Bank references are the bank's own numbering, so only two customer references can contradict each other.
  return a !== undefined && c !== undefined ? 'conflict' : 'unknown';
}

/** Similarity of names and descriptions, 0 to 1; 1 for the same counterparty account; undefined when a side says nothing. */
export function textAgreement(left: TransactionGroup, right: TransactionGroup, texts: TextSignatures): number | undefined {
  const account = left.first.counterpartyAccount;
  if (account !== null && account !== '' && account === right.first.counterpartyAccount) return 1;
  if (texts.size(left) === 0 || texts.size(right) === 0) return undefined;
  return left.name === right.name && left.description === right.description ? 1 : texts.similarity(left, right);
}

/** Whether two groups name the same counterparty, by account or by name. */
export function sameParty(left: TransactionGroup, right: TransactionGroup): boolean {
  const account = left.first.counterpartyAccount;
  return (account !== null && account !== '' && account === right.first.counterpartyAccount)
    || (left.name !== '' && left.name.toUpperCase() === right.name.toUpperCase());
}

/** How far apart two groups are, and how far apart a rule allows them to be; all at least 0. */
export interface Distance {
  readonly dayGap: number;
  readonly windowDays: number;
  readonly differenceMinor: number;
  readonly toleranceMinor: number;
}

/** @returns an integer from 0 to 1000 */
export function scoreOf(relation: Relation, agreement: number | undefined, distance: Distance): number {
  return relationPoints[relation]
    + Math.round(textPoints * (agreement ?? 0))
    + Math.round(datePoints * (1 - distance.dayGap / (distance.windowDays + 1)))
    + Math.round(amountPoints * (1 - distance.differenceMinor / (distance.toleranceMinor + 1)));
}

function mentions(group: TransactionGroup, reference: string | undefined): boolean {
  return reference !== undefined && reference.length >= mentionLengthMin && group.upperText.includes(reference);
}
