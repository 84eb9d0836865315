import type { TSchema } from 'typebox';

/**
 * Gives a schema its name. A named schema becomes one component of the OpenAPI documents, one file in `schemas/`
 * and one Python model; everywhere else it is referenced. The name travels as JSON Schema's `title`.
 */
export function shape<const Name extends string, Schema extends TSchema>(title: Name, description: string, schema: Schema): Schema & { readonly title: Name } {
  return { ...schema, title, description };
}
