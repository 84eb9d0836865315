import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openApi } from './open-api.ts';
import { operations } from './operations.ts';

const services = Object.keys(operations) as (keyof typeof operations)[];

/** As a reader of the document sees it. */
function parsed(service: keyof typeof operations) {
  return JSON.parse(JSON.stringify(openApi(service))) as { paths: Record<string, Record<string, Record<string, unknown>>>; components: { schemas: Record<string, unknown> } };
}

describe.each(services)('openApi of %s', (service) => {
  it('is valid OpenAPI 3.1, every reference included', async () => {
    const validator = new Validator();
    const result = await validator.validate(parsed(service));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it('holds no component that no operation reaches', () => {
    const text = JSON.stringify(parsed(service));
    const unused = Object.keys(parsed(service).components.schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`));
    expect(unused).toEqual([]);
  });

  it('answers every operation with problem details for all that may fail', () => {
    for (const [path, methods] of Object.entries(parsed(service).paths)) {
      for (const operation of Object.values(methods)) {
        expect({ path, statuses: Object.keys(operation['responses'] as object) }).toMatchObject({ statuses: expect.arrayContaining(['500', '503']) });
      }
    }
  });
});

describe('openApi', () => {
  it('is refused by the validator when a part of it is wrong', async () => {
    const broken = parsed('auth-service');
    delete (broken.paths['/api/auth/login'] as Record<string, Record<string, unknown>>)['post']?.['responses'];
    (broken.paths as Record<string, unknown>)['no-slash'] = {};
    const { valid } = await new Validator().validate(broken);
    expect(valid).toBe(false);
  });

  it('says which roles may call, and with which codes it refuses', () => {
    expect(parsed('reconciliation-service').paths['/api/matches/{matchId}/confirm']?.['post']).toMatchObject({
      'x-roles': ['analyst', 'admin'],
      security: [{ accessToken: [] }],
      responses: { 409: { 'x-problem-codes': ['match_already_decided', 'out_of_tolerance'] } },
    });
  });

  it('offers reports as JSON and as CSV', () => {
    expect(parsed('reporting-service').paths['/api/reports/summary']?.['get']).toMatchObject({
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/SummaryReport' } }, 'text/csv': { schema: { type: 'string' } } } } },
    });
  });

  it('describes an upload as form with its fields, the file and a JSON part', () => {
    expect(parsed('reconciliation-service').paths['/api/statements']?.['post']).toMatchObject({
      requestBody: {
        content: {
          'multipart/form-data': {
            schema: { required: ['sourceKind', 'file'], properties: { file: { contentMediaType: 'application/octet-stream' } } },
            encoding: { mapping: { contentType: 'application/json' } },
          },
        },
      },
    });
  });
});
