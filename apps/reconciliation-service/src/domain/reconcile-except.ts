import { type Match, reconcile, type Rule, type Transaction } from '@fintrack/matching';
import type { RejectedPair } from './pass-transaction.ts';

/** Reason of a transaction whose only likely counterpart a person has turned down. */
export const MATCH_REJECTED = 'match_rejected';

export interface ExceptOutcome {
  readonly matches: readonly Match[];
  readonly exceptions: readonly { readonly transactionId: string; readonly reason: string }[];
}

/** Next-best counterparts that a person has turned down as well are rare; after these rounds they wait for the next pass. */
const ROUNDS_MAX = 3;

/**
 * Reconciles, but never pairs what a person has set apart. Where the engine proposes such a pair, its left
 * transactions try the free field without their right ones, then the right ones without the left.
 */
export function reconcileExcept(transactions: readonly Transaction[], rules: readonly Rule[], rejected: readonly RejectedPair[]): ExceptOutcome {
  const first = reconcile({ transactions, rules });
  const apart = new Set(rejected.flatMap(({ leftId, rightId }) => [pairKey(leftId, rightId), pairKey(rightId, leftId)]));
  const isApart = ({ leftId, rightId }: Match) => apart.has(pairKey(leftId, rightId));
  let refused = first.matches.filter(isApart);
  if (refused.length === 0) return first;

  const matches = first.matches.filter((match) => !isApart(match));
  const free = new Map<string, string>(first.exceptions.map(({ transactionId, reason }) => [transactionId, reason]));
  const byId = new Map(transactions.map((transaction) => [transaction.transactionId, transaction]));
  for (let round = 0; round < ROUNDS_MAX && refused.length > 0; round += 1) {
    const refusedAgain: Match[] = [];
    for (const side of ['leftId', 'rightId'] as const) {
      for (const match of refused) free.set(match[side], MATCH_REJECTED);
      const others = new Set(refused.map((match) => match[side === 'leftId' ? 'rightId' : 'leftId']));
      const field = [...free.keys()].filter((id) => !others.has(id)).map((id) => byId.get(id) as Transaction);
      for (const match of reconcile({ transactions: field, rules }).matches) {
        if (isApart(match)) refusedAgain.push(match);
        else {
          matches.push(match);
          free.delete(match.leftId);
          free.delete(match.rightId);
        }
      }
    }
    refused = refusedAgain.filter(({ leftId, rightId }) => free.has(leftId) && free.has(rightId));
  }
  return { matches, exceptions: [...free].map(([transactionId, reason]) => ({ transactionId, reason })) };
}

function pairKey(leftId: string, rightId: string): string {
  return `${leftId} ${rightId}`;
}
