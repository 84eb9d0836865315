import type { operations } from '@fintrack/contracts';
import { type Handlers, problem, reply } from '@fintrack/service-kit';
import { type RuleBook, ruleFaults } from '../domain/rule-book.ts';

type Operations = (typeof operations)['reconciliation-service'];

export function ruleHandlers(rules: RuleBook): Pick<Handlers<Operations>, 'listRules' | 'replaceRules'> {
  return {
    listRules: async ({ principal }) => reply(200, await rules.inForce(principal.tenantId)),
    replaceRules: async ({ body, principal }) => {
      const errors = ruleFaults(body.rules);
      if (errors.length > 0) return problem('invalid_rules', { detail: 'These rules don’t go together.', errors });
      return reply(200, await rules.replace(principal.tenantId, body.rules));
    },
  };
}
