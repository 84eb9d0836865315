import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { send } from './http.ts';

let server: Server;
let address: string;
const answers: Record<string, [number, string]> = {
  '/unauthenticated': [401, '{"type":"x","title":"Unauthorized","status":401,"code":"unauthenticated"}'],
  '/forbidden': [403, '{"type":"x","title":"Forbidden","status":403,"code":"forbidden"}'],
  '/invalid': [400, '{"type":"x","title":"Bad Request","status":400,"code":"invalid_request","detail":"Not as expected.","errors":[{"field":"/a","expected":"to be present","line":3}]}'],
  '/broken': [503, '{"type":"x","title":"Service Unavailable","status":503,"code":"unavailable"}'],
  '/other': [404, '<html>nginx</html>'],
  '/moved': [302, ''],
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [];
    if (status !== undefined) response.writeHead(status, status === 302 ? { location: 'http://evil.example/' } : {}).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function failure(url: string, timeoutMs = 5_000): Promise<CliError> {
  const error = await send({ method: 'GET', url, headers: {}, timeoutMs }).then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CliError);
  return error as CliError;
}

describe('send', () => {
  it.each([
    ['/unauthenticated', 'unauthenticated', exitCodes.notSignedIn],
    ['/forbidden', 'forbidden', exitCodes.notSignedIn],
    ['/invalid', 'invalid_request', exitCodes.refused],
    ['/broken', 'unavailable', exitCodes.unexpected],
    ['/other', 'unexpected_answer', exitCodes.unexpected],
  ])('gives %s the problem’s code %s and exit code %i', async (path, code, exitCode) => {
    expect(await failure(address + path)).toMatchObject({ code, exitCode });
  });

  it('names line and field of what is wrong, for people and for programs', async () => {
    const error = await failure(`${address}/invalid`);
    expect(error.toText()).toBe('fintrack: Not as expected. (invalid_request)\n  line 3, /a: expected to be present');
    expect(JSON.parse(error.toJson())).toEqual({ error: { code: 'invalid_request', message: 'Not as expected. (invalid_request)', errors: [{ field: '/a', expected: 'to be present', line: 3 }] } });
  });

  it('says how to start FinTrack where nothing listens', async () => {
    const { port } = server.address() as AddressInfo;
    const error = await failure(`http://127.0.0.1:${port === 65_535 ? port - 1 : port + 1}/`);
    expect(error).toMatchObject({ code: 'unreachable', exitCode: exitCodes.unreachable, hint: expect.stringContaining('npm start') });
  });

  it('gives up on a service that does not answer', async () => {
    expect(await failure(`${address}/silent`, 200)).toMatchObject({ code: 'timeout', exitCode: exitCodes.timeout });
  });

  it('follows no redirect, which would carry the token elsewhere', async () => {
    expect(await failure(`${address}/moved`)).toMatchObject({ code: 'unreachable' });
  });
});
