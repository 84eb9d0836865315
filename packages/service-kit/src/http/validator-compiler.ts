import { ajvOptions } from '@fintrack/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';

const asSent = new Ajv2020(ajvOptions);
/** Path and query parameters arrive as text. */
const fromText = new Ajv2020({ ...ajvOptions, coerceTypes: true, useDefaults: true });

/** Validates by the contract; bodies as sent, nothing coerced, defaulted or removed. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => (httpPart === 'body' ? asSent : fromText).compile(schema);

/** A check of values outside of a request, by the contract: events, form fields, responses in tests. */
export function compileSchema(schema: TSchema) {
  return asSent.compile(schema);
}
