import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@fintrack/backing-services';
import { type ServiceName, serviceNames, services } from '@fintrack/catalog';
import { type Gateway, startGateway } from './start-gateway.ts';

let handle: (request: IncomingMessage, response: ServerResponse) => void;
let upstream: Server;
let gateway: Gateway;
let bundle: string | undefined;
let states: Partial<Record<ServiceName, string>>;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  bundle = join(folder, 'bundle');
  mkdirSync(join(bundle, 'assets'), { recursive: true });
  writeFileSync(join(bundle, 'index.html'), '<title>app</title>');
  writeFileSync(join(bundle, 'assets', 'app-1a2b.js'), 'go()');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  states = { 'auth-service': 'ready' };
  upstream = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  const nobody = await freePort();
  const ports = Object.fromEntries(serviceNames.map((name) => [name, name === 'reporting-service' ? nobody : port])) as Record<ServiceName, number>;
  gateway = await startGateway({ services: Object.values(services), ports, states: () => states, bundle: () => bundle, port: 0 });
});
afterEach(async () => {
  await gateway.stop();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
  rmSync(folder, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(`${gateway.address}${path}`, init);

describe('the API', () => {
  it('passes method, path, query, headers, body and the answer on', async () => {
    handle = (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        response.writeHead(418, { 'x-answer': 'yes' });
        response.end(JSON.stringify({ method: request.method, url: request.url, body, authorization: request.headers.authorization, proto: request.headers['x-forwarded-proto'] }));
      });
    };
    const response = await get('/api/rules?limit=5', { method: 'PUT', body: 'content', headers: { authorization: 'Bearer t' } });
    expect(response.status).toBe(418);
    expect(response.headers.get('x-answer')).toBe('yes');
    expect(await response.json()).toEqual({ method: 'PUT', url: '/api/rules?limit=5', body: 'content', authorization: 'Bearer t', proto: 'http' });
  });

  it('streams an upload: the service sees the first part before the last is sent', async () => {
    let firstPart: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (firstPart = resolve));
    handle = (request, response) => {
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        firstPart();
      });
      request.on('end', () => response.end(String(bytes)));
    };
    const client = httpRequest(`${gateway.address}/api/statements`, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
    const answered = once(client, 'response') as Promise<[IncomingMessage]>;
    client.write(Buffer.alloc(1024));
    await arrived;
    for (let part = 0; part < 32; part += 1) client.write(Buffer.alloc(1024 * 1024));
    client.end();
    const [response] = await answered;
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe(String(1024 + 32 * 1024 * 1024));
  });

  it('ends the request to the service when the client gives up', async () => {
    const closed = new Promise<void>((resolve) => {
      handle = (request) => request.on('close', () => resolve());
    });
    const abort = new AbortController();
    const pending = get('/api/rules', { signal: abort.signal }).catch(() => undefined);
    setTimeout(() => abort.abort(), 100);
    await closed;
    await pending;
  });

  it('breaks off where the service breaks off, instead of ending well', async () => {
    handle = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 50);
    };
    await expect(get('/api/rules').then((response) => response.text())).rejects.toThrow();
  });

  it('answers 503 with problem details for a service that does not run', async () => {
    const response = await get('/api/reports/summary');
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'service_unavailable', status: 503, detail: expect.stringContaining('reporting-service') });
  });

  it('answers 404 for a path of no service', async () => {
    for (const path of ['/api', '/api/nothing', '/api/reportsx']) expect((await get(path)).status).toBe(404);
  });
});

describe('/health', () => {
  it('is 200 while all services are ready, and 503 otherwise', async () => {
    expect((await get('/health')).status).toBe(200);
    states = { 'auth-service': 'ready', 'reporting-service': 'failed' };
    const response = await get('/health');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'degraded', services: states });
  });
});

describe('the web app', () => {
  it('serves files, and index.html for paths of the application', async () => {
    expect(await (await get('/assets/app-1a2b.js')).text()).toBe('go()');
    for (const path of ['/', '/matches', '/exceptions/some-id?x=1']) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('<title>app</title>');
    }
  });

  it('lets browsers keep assets for ever and index.html not at all', async () => {
    expect((await get('/assets/app-1a2b.js')).headers.get('cache-control')).toContain('immutable');
    expect((await get('/')).headers.get('cache-control')).toBe('no-cache');
  });

  it('answers 404 for a missing asset rather than HTML', async () => {
    expect((await get('/assets/gone.js')).status).toBe(404);
  });

  it.each(['/../secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt', '/%00.txt', '/%zz'])('never leaves its folder: %s', async (path) => {
    const { hostname, port } = new URL(gateway.address);
    const client = httpRequest({ hostname, port, path });
    client.end();
    const [response] = (await once(client, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(text).not.toContain('secret.txt content');
    expect(text === 'secret').toBe(false);
  });

  it('refuses other methods', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405);
    expect((await get('/', { method: 'HEAD' })).status).toBe(200);
  });

  it('says so where there is no bundle', async () => {
    bundle = undefined;
    expect(await (await get('/')).json()).toMatchObject({ status: 404, code: 'no_web_app' });
  });
});
