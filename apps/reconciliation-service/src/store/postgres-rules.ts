import type { RuleInput, RuleSet } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { defaultRules, type Rule } from '@fintrack/matching';
import { inTenant } from '@fintrack/service-kit';
import type { Kysely, Transaction } from 'kysely';
import { newId } from '../new-id.ts';
import type { RuleBook } from '../domain/rule-book.ts';
import { lockTenant } from './tenant-lock.ts';

const LOCK_WAIT_MS = 10_000;
const defaultRuleIds: ReadonlySet<string> = new Set(defaultRules.map(({ ruleId }) => ruleId));

export class PostgresRules implements RuleBook {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async inForce(tenantId: string): Promise<RuleSet> {
    return ruleSet(await inTenant(this.#db, tenantId, (transaction) => rulesInForce(transaction, tenantId), { readOnly: true }));
  }

  /** Waits for a running pass, so that each pass has one set of rules from its beginning to its end. */
  async replace(tenantId: string, rules: readonly RuleInput[]): Promise<RuleSet> {
    return inTenant(this.#db, tenantId, async (transaction) => {
      await lockTenant(transaction, tenantId, 'exclusive', LOCK_WAIT_MS);
      await transaction.deleteFrom('rules').where('tenant_id', '=', tenantId).execute();
      const rows = rules.map((rule, index) => ({
        tenant_id: tenantId,
        rule_id: newId(),
        position: index + 1,
        name: rule.name,
        kind: rule.kind,
        left_kind: rule.leftKind,
        right_kind: rule.rightKind,
        tolerance_minor: BigInt(rule.toleranceMinor),
        window_days: rule.windowDays,
        require_reference: rule.requireReference,
        outcome: rule.outcome,
        enabled: rule.enabled,
      }));
      await transaction.insertInto('rules').values(rows).execute();
      return ruleSet(await rulesInForce(transaction, tenantId));
    });
  }
}

/** The tenant's own rules; those every tenant starts with when it has none. */
export async function rulesInForce(transaction: Transaction<Database>, tenantId: string): Promise<readonly Rule[]> {
  const rows = await transaction.selectFrom('rules').selectAll().where('tenant_id', '=', tenantId).orderBy('position').execute();
  if (rows.length === 0) return defaultRules;
  return rows.map((row) => ({
    ruleId: row.rule_id,
    name: row.name,
    kind: row.kind,
    leftKind: row.left_kind,
    rightKind: row.right_kind,
    toleranceMinor: row.tolerance_minor,
    windowDays: row.window_days,
    requireReference: row.require_reference,
    outcome: row.outcome,
    position: row.position,
    enabled: row.enabled,
  }));
}

/** Null for the rules that every tenant starts with: they have no row. */
export function storedRuleId(ruleId: string): string | null {
  return defaultRuleIds.has(ruleId) ? null : ruleId;
}

function ruleSet(rules: readonly Rule[]): RuleSet {
  return {
    rules: rules.map((rule, index) => ({
      ruleId: storedRuleId(rule.ruleId),
      position: index + 1,
      name: rule.name,
      kind: rule.kind,
      leftKind: rule.leftKind,
      rightKind: rule.rightKind,
      toleranceMinor: rule.toleranceMinor.toString(),
      windowDays: rule.windowDays,
      requireReference: rule.requireReference ?? false,
      outcome: rule.outcome,
      enabled: rule.enabled,
    })),
  };
}
