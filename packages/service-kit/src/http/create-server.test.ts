import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anyone, analysts, defineOperation, json, jsonBody, strict, Uuid, text, integer, operator, viewers } from '@fintrack/contracts';
import { Readable, Writable } from 'node:stream';
import { Type } from 'typebox';
import type { Principal } from '../auth/principal.ts';
import type { TokenVerifier } from '../auth/token-verifier.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { currentTrace } from '../telemetry/trace-context.ts';
import { createServer, type Server } from './create-server.ts';
import { type Handlers, problem, reply } from './operation-handler.ts';
import { UnavailableError } from './unavailable-error.ts';

const Widget = strict({ name: text(10), size: Type.Optional(integer(1, 9)) });
const operations = {
  getWidget: defineOperation({
    operationId: 'getWidget', method: 'get', path: '/api/widgets/{widgetId}', summary: 'One.', security: viewers, params: strict({ widgetId: Uuid }),
    query: strict({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, default: 3 })) }),
    responses: json(200, 'It.', strict({ widgetId: Uuid, limit: integer(0), tenantId: text(100), traceId: text(32) })), errors: { 404: ['widget_not_found'] },
  }),
  createWidget: defineOperation({
    operationId: 'createWidget', method: 'post', path: '/api/widgets', summary: 'Make.', security: analysts, body: jsonBody(Widget), responses: json(201, 'Made.', Widget),
  }),
  makeTenant: defineOperation({ operationId: 'makeTenant', method: 'post', path: '/api/tenants', summary: 'Make.', security: operator, responses: { 204: { description: 'Made.' } } }),
  listText: defineOperation({
    operationId: 'listText', method: 'get', path: '/api/text', summary: 'CSV.', security: anyone, query: strict({ mode: Type.Optional(text(20)) }),
    responses: { 200: { description: 'CSV.', content: { 'text/csv': null, 'application/json': strict({ rows: integer(0) }) } } },
  }),
} as const;

const nobody = '00000000-0000-4000-8000-000000000000';
const id = '11111111-1111-4111-8111-111111111111';
const principals: Record<string, Principal> = {
  viewer: { tenantId: 't-1', userId: 'u-1', role: 'viewer', name: 'Vera' },
  analyst: { tenantId: 't-1', userId: 'u-2', role: 'analyst', name: 'Anna' },
};
const tokens: TokenVerifier = {
  verify: async (token) => {
    if (token === 'down') return { code: 'keys_unavailable', reason: 'no answer' };
    const principal = principals[token];
    return principal ? { principal } : { code: 'invalid_token', reason: 'unknown' };
  },
};
const handlers: Handlers<typeof operations> = {
  getWidget: async ({ params, query, principal }) =>
    params.widgetId === nobody
      ? problem('widget_not_found')
      : reply(200, { widgetId: params.widgetId, limit: query.limit ?? -1, tenantId: principal.tenantId, traceId: currentTrace()?.traceId ?? '' }),
  createWidget: async ({ body }) => {
    if (body.name === 'crash') throw new Error('password=hunter2 at 10.0.0.1');
    if (body.name === 'down') throw new UnavailableError('database gone');
    return reply(201, body.name === 'odd' ? ({ wrong: true } as never) : body);
  },
  makeTenant: async () => ({ status: 204 }),
  listText: async ({ query }) => {
    if (query.mode === 'slow') await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
    return query.mode === 'json' ? reply(200, { rows: 0 }) : { status: 200, mediaType: 'text/csv', text: Readable.from(['a,b\n', '1,2\n']) };
  },
};

const lines: string[] = [];
const destination = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(chunk.toString());
    done();
  },
});
let isDatabaseUp = true;
let server: Server;

beforeAll(async () => {
  server = await createServer({
    service: 'widget-service', version: '1.2.3', config: { HOST: '127.0.0.1', PORT: 0 }, logger: createLogger({ service: 'widget-service', destination }),
    metrics: createMetrics('widget-service'), operations, handlers, tokens, operatorKey: 'k'.repeat(32), bodyLimits: { createWidget: 200 }, handlerTimeoutMs: 300,
    readiness: { database: async () => { if (!isDatabaseUp) throw new Error('ECONNREFUSED 10.0.0.1'); } }, checkResponses: true,
  });
});
afterAll(() => server.stop());

const get = (url: string, headers: Record<string, string> = {}) => server.fastify.inject({ method: 'GET', url, headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const post = (payload: unknown, headers: Record<string, string> = {}) =>
  server.fastify.inject({
    method: 'POST', url: '/api/widgets', headers: { 'content-type': 'application/json', ...bearer('analyst'), ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
const expectProblem = (response: { statusCode: number; headers: Record<string, unknown>; json(): unknown }, status: number, code: string) => {
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(response.json()).toMatchObject({ type: `urn:fintrack:problem:${code}`, status, code });
  expect(response.statusCode).toBe(status);
};

describe('a request that is as the contract says', () => {
  it('reaches its handler with typed parameters, defaults, principal and trace', async () => {
    const traceId = 'ab'.repeat(16);
    const response = await get(`/api/widgets/${id}`, { ...bearer('viewer'), traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` });
    expect(response.json()).toEqual({ widgetId: id, limit: 3, tenantId: 't-1', traceId });
    expect(response.headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    expect(response.headers['cache-control']).toBe('no-store');
  });
  it('keeps its trace across the reading of a body', async () => {
    lines.length = 0;
    await post({ name: 'crash' }, { traceparent: `00-${'ef'.repeat(16)}-${'cd'.repeat(8)}-01` });
    const failed = lines.map((line) => JSON.parse(line) as Record<string, unknown>).find(({ level }) => level === 'error');
    expect(failed).toMatchObject({ traceId: 'ef'.repeat(16), tenantId: 't-1', service: 'widget-service' });
  });
  it('may be answered by a stream of another media type', async () => {
    const response = await get('/api/text');
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.body).toBe('a,b\n1,2\n');
    expect((await get('/api/text?mode=json')).json()).toEqual({ rows: 0 });
  });
  it('may have no body although it names its media type', async () => {
    const response = await server.fastify.inject({ method: 'POST', url: '/api/tenants', headers: { 'x-operator-key': 'k'.repeat(32), 'content-type': 'application/json' } });
    expect(response.statusCode).toBe(204);
  });
});

describe('what does not compile', () => {
  it('is an operation without handler, a problem that the contract does not list, and an answer of another shape', () => {
    // @ts-expect-error createWidget, makeTenant and listText are missing
    const incomplete: Handlers<typeof operations> = { getWidget: handlers.getWidget };
    // @ts-expect-error the contract lists no such code for this operation
    const unlisted: Handlers<typeof operations>['createWidget'] = async () => problem('widget_not_found');
    // @ts-expect-error the name is missing
    const misshapen: Handlers<typeof operations>['createWidget'] = async () => reply(201, { size: 1 });
    // @ts-expect-error the contract has no status 200 for this operation
    const misnumbered: Handlers<typeof operations>['createWidget'] = async ({ body }) => reply(200, body);
    expect([incomplete, unlisted, misshapen, misnumbered]).toHaveLength(4);
  });
});

describe('400', () => {
  it('names every field of the body and what was expected there', async () => {
    const response = await post({ size: 12, colour: 'red' });
    expectProblem(response, 400, 'invalid_request');
    expect(response.json().errors).toEqual(
      expect.arrayContaining([
        { field: '/name', expected: 'to be present' },
        { field: '/size', expected: '<= 9' },
        { field: '/colour', expected: 'to be absent' },
      ]),
    );
  });
  it('does not coerce a body', async () => expectProblem(await post({ name: 'a', size: '3' }), 400, 'invalid_request'));
  it('names a path parameter', async () => {
    const response = await get('/api/widgets/abc', bearer('viewer'));
    expectProblem(response, 400, 'invalid_request');
    expect(response.json().errors[0].field).toBe('/widgetId');
  });
  it('names a query parameter, also one that is not declared', async () => {
    const response = await get(`/api/widgets/${id}?limit=9&x=1`, bearer('viewer'));
    expect(response.json().errors.map((fault: { field: string }) => fault.field).sort()).toEqual(['/limit', '/x']);
  });
  it('is the answer to malformed JSON, none at all, and prototype poisoning', async () => {
    expectProblem(await post('{"name":'), 400, 'invalid_request');
    expectProblem(await post(''), 400, 'invalid_request');
    expectProblem(await post('{"name":"a","__proto__":{"x":1}}'), 400, 'invalid_request');
  });
});

describe('401', () => {
  it('challenges a request without, with a malformed and with an unknown token', async () => {
    for (const headers of [{}, { authorization: 'Basic abc' }, bearer('unknown')]) {
      const response = await get(`/api/widgets/${id}`, headers);
      expectProblem(response, 401, 'unauthenticated');
      expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });
  it('comes before the body is looked at', async () => expectProblem(await post('{"name":', { authorization: '' }), 401, 'unauthenticated'));
  it('is the answer to a missing or wrong operator key', async () => {
    for (const headers of [{}, { 'x-operator-key': 'wrong' }]) {
      expectProblem(await server.fastify.inject({ method: 'POST', url: '/api/tenants', headers }), 401, 'unauthenticated');
    }
  });
});

it('403: a role that the operation does not admit', async () => expectProblem(await post({ name: 'a' }, bearer('viewer')), 403, 'forbidden'));
it('404: the handler’s own problem, and an unknown route', async () => {
  expectProblem(await get(`/api/widgets/${nobody}`, bearer('viewer')), 404, 'widget_not_found');
  expectProblem(await get('/api/nothing'), 404, 'not_found');
});
it('405: names the methods that the path allows', async () => {
  const response = await server.fastify.inject({ method: 'DELETE', url: `/api/widgets/${id}?a=b` });
  expectProblem(response, 405, 'method_not_allowed');
  expect(response.headers['allow']).toBe('GET');
});
it('413: a body over the operation’s limit', async () => expectProblem(await post({ name: 'x'.repeat(300) }), 413, 'body_too_large'));
it('415: a body of another media type', async () => expectProblem(await post('name=a', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'));

describe('500', () => {
  it('tells the caller nothing of a crash', async () => {
    const response = await post({ name: 'crash' });
    expectProblem(response, 500, 'internal_error');
    expect(response.body).not.toMatch(/hunter2|10\.0/);
  });
  it('is the answer to a response that breaks the contract, where responses are checked', async () => expectProblem(await post({ name: 'odd' }), 500, 'internal_error'));
});

describe('503', () => {
  it('is the answer when the database or the token keys do not answer', async () => {
    expectProblem(await post({ name: 'down' }), 503, 'unavailable');
    expectProblem(await get(`/api/widgets/${id}`, bearer('down')), 503, 'unavailable');
  });
  it('is the answer when a handler takes too long', async () => expectProblem(await get('/api/text?mode=slow'), 503, 'unavailable'));
});

describe('the probes', () => {
  it('tell health by service and version', async () => expect((await get('/health')).json()).toEqual({ status: 'ok', service: 'widget-service', version: '1.2.3' }));
  it('tell readiness by check, without internals', async () => {
    expect((await get('/ready')).json()).toEqual({ ready: true, checks: [{ name: 'database', ready: true, detail: null }] });
    isDatabaseUp = false;
    const response = await get('/ready');
    isDatabaseUp = true;
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual({ ready: false, checks: [{ name: 'database', ready: false, detail: 'does not answer' }] });
  });
  it('expose latency by route template with the objectives’ bounds as buckets', async () => {
    const { body } = await get('/metrics');
    for (const bound of ['0.8', '2']) {
      expect(body).toMatch(new RegExp(`http_request_duration_seconds_bucket\\{le="${bound}",service="widget-service",route="/api/widgets/\\{widgetId\\}",method="GET",status="200"\\} [1-9]`));
    }
    expect(body).toContain('nodejs_eventloop_lag_seconds');
  });
});
