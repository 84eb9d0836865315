import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { recordingLogger } from '../../test/kit-database.ts';
import { createTokenVerifier } from '../auth/token-verifier.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createServer, type Server } from './create-server.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  server = await createServer({
    service: 'x', version: '0', config: { HOST: '127.0.0.1', PORT: 0 }, logger: recordingLogger().logger, metrics: createMetrics('x'), operations: {}, handlers: {}, readiness: {},
    tokens: createTokenVerifier({ keys: { keys: [] }, issuer: 'https://auth.example/' }), requestTimeoutMs: 300,
  });
  port = Number(new URL(await server.listen()).port);
});
afterAll(() => server.stop());

/** Everything the server answers to raw bytes. */
const answerTo = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => void (answer += chunk.toString()));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });

describe('what no route sees is a problem too', () => {
  it.each([
    ['an address that can’t be decoded', 'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400, 'invalid_request'],
    ['what is no HTTP', 'NONSENSE\r\n\r\n', 400, 'invalid_request'],
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['a probe by another method', 'TRACE /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405, 'method_not_allowed'],
  ])('%s', async (_name, bytes, status, code) => {
    const answer = await answerTo(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json\r\n');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code });
  });
});
