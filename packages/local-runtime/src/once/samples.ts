import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.ts';

export const samplesFolder = join(repository, 'samples');

export interface Sample {
  readonly sourceKind: 'bank' | 'ledger';
  readonly fileName: string;
  /** File with the CSV mapping. */
  readonly mappingFile?: string;
}

export const samples: readonly Sample[] = [
  { sourceKind: 'bank', fileName: 'bank-statement-2026-10.camt053.xml' },
  { sourceKind: 'ledger', fileName: 'ledger-2026-10.csv', mappingFile: 'ledger-2026-10.mapping.json' },
];

export interface PairCounts {
  readonly matched: number;
  readonly suggested: number;
}

/** What a reconciliation of the samples gives, in the shape of samples/expected.json. */
export interface Outcome {
  readonly files: Readonly<Record<string, { readonly entries: number }>>;
  readonly transactions: { readonly matched: number; readonly suggested: number; readonly exceptions: number };
  readonly pairsByRule: Readonly<Record<string, PairCounts>>;
  readonly exceptionsByReason: Readonly<Record<string, number>>;
}

export function expectedOutcome(folder = samplesFolder): Outcome {
  return JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Outcome;
}
