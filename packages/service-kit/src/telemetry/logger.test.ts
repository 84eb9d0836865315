import { describe, expect, it } from '@jest/globals';
import { recordingLogger } from '../../test/kit-database.ts';
import { continueTrace, currentTrace, inTrace, traceHeaders, traceparent } from './trace-context.ts';

const parent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;

describe('a log entry', () => {
  it('carries service, level, time, message and the running trace', () => {
    const { logger, entries } = recordingLogger();
    const trace = continueTrace(parent);
    trace.tenantId = 't-1';
    inTrace(trace, () => logger.info({ rows: 3n }, 'stored'));
    expect(entries).toEqual([
      {
        service: 'kit', level: 'info', message: 'stored', rows: '3', traceId: 'ab'.repeat(16), spanId: trace.spanId, tenantId: 't-1',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    ]);
  });

  it('hides the values of keys that name secrets, however deep', () => {
    const { logger, entries } = recordingLogger();
    logger.info({ headers: { authorization: 'Bearer s3cret', 'x-operator-key': 's3cret' }, users: [{ password: 's3cret', passwordHash: 's3cret' }], refreshToken: 's3cret', apiKey: 's3cret', apiKeyId: 'k-1' }, 'x');
    expect(JSON.stringify(entries)).not.toContain('s3cret');
    expect(entries[0]).toMatchObject({ headers: { authorization: '[redacted]' }, users: [{ password: '[redacted]' }], apiKeyId: 'k-1' });
  });

  it('tells of an error its name, message, code, stack and cause, and no more', () => {
    const { logger, entries } = recordingLogger();
    const error = Object.assign(new Error('failed', { cause: new Error('why') }), { code: 'E1', request: { authorization: 's3cret' } });
    logger.error({ err: error }, 'x');
    expect(entries[0]).toMatchObject({ err: { name: 'Error', message: 'failed', code: 'E1', cause: { message: 'why' } } });
    expect(JSON.stringify(entries)).not.toContain('s3cret');
  });
});

describe('the trace', () => {
  it('continues a traceparent with a span of its own', () => {
    const trace = continueTrace(parent);
    expect(trace).toMatchObject({ traceId: 'ab'.repeat(16), sampled: true });
    expect(trace.spanId).not.toBe('cd'.repeat(8));
    expect(traceparent(trace)).toBe(`00-${trace.traceId}-${trace.spanId}-01`);
  });

  it('is new where the traceparent is absent or not valid', () => {
    for (const text of [undefined, null, '', 'x', `ff-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`, `00-${'0'.repeat(32)}-${'cd'.repeat(8)}-01`, `00-${'AB'.repeat(16)}-${'cd'.repeat(8)}-01`]) {
      const { traceId } = continueTrace(text);
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(traceId).not.toBe('ab'.repeat(16));
    }
  });

  it('is kept across awaiting, and apart from others', async () => {
    const run = (trace = continueTrace()) => inTrace(trace, async () => (await Promise.resolve(), currentTrace() === trace));
    expect(await Promise.all([run(), run()])).toEqual([true, true]);
    expect(currentTrace()).toBeUndefined();
    expect(traceHeaders()).toEqual({});
    expect(inTrace(continueTrace(parent), traceHeaders)).toEqual({ traceparent: expect.stringContaining('ab'.repeat(16)) });
  });
});
