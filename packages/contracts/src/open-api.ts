import type { ServiceName } from '@fintrack/catalog';
import type { TObject } from 'typebox';
import type { Body, Operation, Response, Security } from './operation.ts';
import { operations } from './operations.ts';
import { everyServiceOperations } from './operations/every-service.ts';
import { shapes } from './shapes.ts';
import { Problem } from './shapes/problem.ts';
import { type Json, type JsonObject, withReferences } from './with-references.ts';

const reference = (name: string) => `#/components/schemas/${name}`;

/** The OpenAPI 3.1 document of a service. Roles are in `x-roles`, codes of problems in `x-problem-codes`. */
export function openApi(service: ServiceName): JsonObject {
  const all: readonly Operation[] = Object.values<Operation>({ ...operations[service], ...everyServiceOperations });
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of all) {
    (paths[operation.path] ??= {})[operation.method] = operationObject(service, operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: `FinTrack ${service}`, version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [{ name: service }],
    paths,
    components: { schemas: reachableSchemas(paths), securitySchemes: securitySchemes(all) },
  };
}

function operationObject(service: ServiceName, operation: Operation): JsonObject {
  const parameters = [...parameterObjects('path', operation.params), ...parameterObjects('query', operation.query)];
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    tags: [service],
    ...securityOf(operation.security),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body ? { requestBody: requestBody(operation.body) } : {}),
    responses: { ...answers(operation.responses), ...problems(operation.errors) },
  };
}

function securityOf(security: Security): JsonObject {
  switch (security.kind) {
    case 'none':
      return { security: [] };
    case 'operatorKey':
      return { security: [{ operatorKey: [] }] };
    case 'bearer':
      return { security: [{ accessToken: [] }], 'x-roles': security.roles };
  }
}

function parameterObjects(place: 'path' | 'query', schema: TObject | undefined): JsonObject[] {
  if (!schema) return [];
  const required: readonly string[] = schema.required ?? [];
  return Object.entries(schema.properties).map(([name, property]) => ({
    name, in: place, required: required.includes(name), schema: withReferences(property, reference, false),
  }));
}

function requestBody(body: Body): JsonObject {
  if (body.kind === 'json') return { required: true, content: { 'application/json': { schema: withReferences(body.schema, reference, false) } } };
  const fields = Object.fromEntries(Object.entries(body.schema.properties).map(([name, property]) => [name, withReferences(property, reference, false)]));
  const objects = Object.keys(fields).filter((name) => (body.schema.properties[name] as { type?: string }).type === 'object');
  return {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          description: 'The fields come before the file.',
          properties: { ...fields, [body.file]: { type: 'string', contentMediaType: 'application/octet-stream' } },
          required: [...(body.schema.required ?? []), body.file],
          additionalProperties: false,
        },
        encoding: Object.fromEntries(objects.map((name) => [name, { contentType: 'application/json' }])),
      },
    },
  };
}

function answers(responses: Readonly<Record<number, Response>>): JsonObject {
  return Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, {
    description: response.description,
    ...(response.content ? { content: mediaTypes(response.content) } : {}),
  }]));
}

function mediaTypes(content: NonNullable<Response['content']>): JsonObject {
  return Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema: schema ? withReferences(schema, reference, false) : { type: 'string' } }]));
}

function problems(errors: Operation['errors']): JsonObject {
  return Object.fromEntries(Object.entries(errors).map(([status, codes]) => [status, {
    description: `Problem with code ${codes.join(' or ')}.`,
    content: { 'application/problem+json': { schema: withReferences(Problem, reference, false) } },
    'x-problem-codes': codes,
  }]));
}

function reachableSchemas(paths: Json): JsonObject {
  const found = new Map<string, JsonObject>();
  const visit = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value) as [string, Json][]) {
      const name = key === '$ref' && typeof item === 'string' ? item.slice(reference('').length) : null;
      if (name === null) visit(item);
      else if (!found.has(name)) {
        const schema = withReferences(shapes[name] as object, reference);
        found.set(name, schema);
        visit(schema);
      }
    }
  };
  visit(paths);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function securitySchemes(all: readonly Operation[]): JsonObject {
  const used = new Set(all.map((operation) => operation.security.kind));
  return {
    ...(used.has('bearer') ? { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } : {}),
    ...(used.has('operatorKey') ? { operatorKey: { type: 'apiKey', in: 'header', name: 'x-operator-key' } } : {}),
  };
}
