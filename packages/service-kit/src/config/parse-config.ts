import type { Config, ConfigSchema } from './config.ts';
import { ConfigError } from './config-error.ts';
import { type ConfigProperty, type ConfigValue, parseValue } from './parse-value.ts';

/**
 * Reads a service's configuration from its environment, once, at start.
 * An empty variable counts as absent, since a chart can't leave one out.
 * @throws ConfigError with every fault
 */
export function parseConfig<const Schema extends ConfigSchema>(schema: Schema, environment: Readonly<Record<string, string | undefined>>): Config<Schema> {
  const faults: string[] = [];
  const values: Record<string, ConfigValue> = {};
  for (const [key, property] of Object.entries(schema.properties) as [string, ConfigProperty][]) {
    const text = environment[key];
    if (text === undefined || text === '') {
      if (property.default !== undefined) values[key] = property.default;
      else if (schema.required.includes(key)) faults.push(`${key}: expected ${described(property)}, but it is not set`);
      continue;
    }
    const parsed = parseValue(text, property);
    if ('fault' in parsed) faults.push(`${key}: ${parsed.fault}`);
    else values[key] = parsed.value;
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(values) as Config<Schema>;
}

function described({ type, format, minimum, maximum, minLength = 0, enum: allowed }: ConfigProperty): string {
  if (type === 'integer') return `an integer from ${minimum} to ${maximum}`;
  if (type === 'boolean') return 'true or false';
  if (allowed) return `one of ${allowed.join(', ')}`;
  if (format === 'uri') return 'an absolute URI';
  return minLength > 1 ? `at least ${minLength} characters` : 'text';
}
