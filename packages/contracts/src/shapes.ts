import type { TSchema } from 'typebox';
import * as declaredEvents from './events.ts';
import * as anomalies from './shapes/anomalies.ts';
import * as auth from './shapes/auth.ts';
import * as money from './shapes/money.ts';
import * as primitives from './shapes/primitives.ts';
import * as problem from './shapes/problem.ts';
import * as reconciliation from './shapes/reconciliation.ts';
import * as reports from './shapes/reports.ts';
import * as health from './shapes/service-health.ts';
import * as statements from './shapes/statements.ts';
import * as transactions from './shapes/transactions.ts';
import * as vocabulary from './shapes/vocabulary.ts';
import * as webhooks from './shapes/webhooks.ts';

const modules: readonly Record<string, unknown>[] = [
  primitives, vocabulary, money, problem, auth, statements, transactions, reconciliation, reports, webhooks, anomalies, health, declaredEvents,
];

/** Every named shape by name, sorted. */
export const shapes: Readonly<Record<string, NamedSchema>> = collectShapes();

export type NamedSchema = TSchema & { readonly title: string; readonly description: string };

function collectShapes(): Record<string, NamedSchema> {
  const found = modules.flatMap((module) => Object.entries(module)).filter((entry): entry is [string, NamedSchema] => isNamed(entry[1]));
  for (const [name, schema] of found) {
    if (name !== schema.title) throw new Error(`shape ${schema.title} is exported as ${name}; both names must be the same`);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isNamed(value: unknown): value is NamedSchema {
  return typeof value === 'object' && value !== null && 'title' in value && typeof value.title === 'string';
}
