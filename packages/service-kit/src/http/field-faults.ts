import type { FieldFault } from '@fintrack/contracts';
import type { ErrorObject } from 'ajv';

/** What Ajv found wrong, as JSON pointers and what was expected there. */
export function fieldFaults(errors: readonly ErrorObject[]): FieldFault[] {
  return errors.map((error) => ({ field: field(error), expected: expected(error) }));
}

function field({ instancePath, params }: ErrorObject): string {
  const member: unknown = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  const path = typeof member === 'string' ? `${instancePath}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}` : instancePath;
  return path.slice(0, 300);
}

function expected({ keyword, params, message = 'another value' }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'to be present';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'to be absent';
    case 'enum':
      return `one of ${(params['allowedValues'] as unknown[]).map(String).join(', ')}`.slice(0, 1000);
    default:
      return message.replace(/^must (be )?/, '').slice(0, 1000);
  }
}
