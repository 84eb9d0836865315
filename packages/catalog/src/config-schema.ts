import { configKeys } from './config-keys.ts';
import type { ConfigKeyDefinition } from './config-key.ts';
import type { Service } from './service.ts';

/** JSON Schema of the environment that a service reads; both service-kits parse by it. */
export function configSchema(service: Service) {
  const keys = [...service.config].sort();
  const definition = (key: (typeof keys)[number]): ConfigKeyDefinition => configKeys[key];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${service.name} environment`,
    type: 'object',
    // `x-optional` repeats what `required` says where TypeScript can see it: in the imported JSON's type.
    properties: Object.fromEntries(
      keys.map((key) => [key, { description: definition(key).meaning, ...definition(key).schema, ...(definition(key).optional ? { 'x-optional': true } : {}) }]),
    ),
    required: keys.filter((key) => !definition(key).optional && definition(key).schema.default === undefined),
    // The process environment holds much that is not ours.
    additionalProperties: true,
  };
}
