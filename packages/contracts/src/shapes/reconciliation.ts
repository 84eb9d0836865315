import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { Money, ToleranceMinor } from './money.ts';
import { page } from './page.ts';
import { Code, Instant, integer, nullable, strict, text, Uuid } from './primitives.ts';
import { transactionCore } from './transactions.ts';
import { MatchState, ReconciliationTrigger, RuleKind, RuleOutcome, SourceKind } from './vocabulary.ts';

export const RULES_MAX = 50;

const ruleFields = {
  name: text(100),
  kind: RuleKind,
  leftKind: SourceKind,
  rightKind: SourceKind,
  toleranceMinor: ToleranceMinor,
  windowDays: integer(0, 366),
  outcome: RuleOutcome,
  enabled: Type.Boolean(),
};

export const RuleInput = shape('RuleInput', 'A rule; its place in the list is its order. `requireReference` (default false) pairs only what shares a reference.', strict({
  ...ruleFields, requireReference: Type.Optional(Type.Boolean()),
}));
export type RuleInput = Static<typeof RuleInput>;

export const Rule = shape('Rule', 'A rule in force; `ruleId` is null for those every tenant starts with.', strict({
  ruleId: nullable(Uuid), position: integer(1, RULES_MAX), ...ruleFields, requireReference: Type.Boolean(),
}));
export type Rule = Static<typeof Rule>;

export const RuleSet = shape('RuleSet', 'All rules in the order they are tried.', strict({ rules: Type.Array(Rule, { maxItems: RULES_MAX }) }));
export type RuleSet = Static<typeof RuleSet>;

export const ReplaceRulesRequest = shape('ReplaceRulesRequest', 'The rules that take the place of all others.', strict({ rules: Type.Array(RuleInput, { minItems: 1, maxItems: RULES_MAX }) }));
export type ReplaceRulesRequest = Static<typeof ReplaceRulesRequest>;

export const RuleCount = shape('RuleCount', 'How many pairs of one outcome a rule found in a reconciliation; of a rule that matches, what is ambiguous is suggested.', strict({
  ruleName: text(100), outcome: RuleOutcome, matchCount: integer(0),
}));
export type RuleCount = Static<typeof RuleCount>;

export const Reconciliation = shape('Reconciliation', 'The summary of one pass. Left, right, matched, suggested and exception count transactions after the pass.', strict({
  reconciliationId: Uuid,
  trigger: ReconciliationTrigger,
  requestedBy: nullable(text(200)),
  startedAt: Instant,
  finishedAt: Instant,
  durationMs: integer(0),
  leftCount: integer(0),
  rightCount: integer(0),
  matchedCount: integer(0),
  suggestedCount: integer(0),
  exceptionCount: integer(0),
  byRule: Type.Array(RuleCount, { maxItems: 2 * RULES_MAX }),
}));
export type Reconciliation = Static<typeof Reconciliation>;

export const MatchSide = shape('MatchSide', 'A transaction as part of a match.', strict(transactionCore));
export type MatchSide = Static<typeof MatchSide>;

export const Match = shape('Match', 'A pair of transactions that belong together, or may. `difference` is left minus right.', strict({
  matchId: Uuid,
  state: MatchState,
  ruleName: text(100),
  left: MatchSide,
  right: MatchSide,
  difference: Money,
  dayGap: integer(0, 100_000),
  decidedBy: nullable(text(200)),
  decidedAt: nullable(Instant),
  createdAt: Instant,
}));
export type Match = Static<typeof Match>;

export const MatchPage = page('MatchPage', Match);
export type MatchPage = Static<typeof MatchPage>;

export const ExceptionItem = shape('ExceptionItem', 'A transaction without a counterpart; `reason` says why.', strict({
  ...transactionCore,
  reason: Code,
  since: Instant,
  resolvedBy: nullable(text(200)),
  resolvedAt: nullable(Instant),
  resolution: nullable(text(1000)),
}));
export type ExceptionItem = Static<typeof ExceptionItem>;

export const ExceptionPage = page('ExceptionPage', ExceptionItem);
export type ExceptionPage = Static<typeof ExceptionPage>;

export const ResolveExceptionRequest = shape('ResolveExceptionRequest', 'How the exception was settled.', strict({ resolution: text(1000) }));
export type ResolveExceptionRequest = Static<typeof ResolveExceptionRequest>;
