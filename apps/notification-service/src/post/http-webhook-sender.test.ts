import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpWebhookSender, type HttpWebhookSenderOptions } from './http-webhook-sender.ts';

const servers: Server[] = [];

async function receiver(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const sender = (options: Partial<HttpWebhookSenderOptions> = {}) => new HttpWebhookSender({ allowPrivate: true, timeoutMs: 2000, ...options });
const to = (url: string) => ({ url, secret: Buffer.alloc(32), messageId: 'm', sentAt: new Date(0), body: '{"a":"ü"}' });

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('HttpWebhookSender', () => {
  it('posts body and headers and reports the status', async () => {
    let seen: { method?: string | undefined; body?: string; type?: string | undefined; host?: string | undefined } = {};
    const port = await receiver(async (request, response) => {
      seen = { method: request.method, body: await bodyOf(request), type: request.headers['content-type'], host: request.headers.host };
      response.writeHead(204).end();
    });
    expect(await sender().send(to(`http://127.0.0.1:${port}/hook`))).toMatchObject({ kind: 'answered', status: 204 });
    expect(seen).toEqual({ method: 'POST', body: '{"a":"ü"}', type: 'application/json', host: `127.0.0.1:${port}` });
  });

  it('connects to the very address that it resolved, under the name that was asked for', async () => {
    let host: string | undefined;
    const port = await receiver((request, response) => {
      host = request.headers.host;
      response.end();
    });
    const outcome = await sender({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] }).send(to(`http://hooks.example.com:${port}/`));
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
    expect(host).toBe(`hooks.example.com:${port}`);
  });

  it('does not follow a redirect', async () => {
    let hits = 0;
    const port = await receiver((_request, response) => {
      hits += 1;
      response.writeHead(307, { location: '/again' }).end();
    });
    expect(await sender().send(to(`http://127.0.0.1:${port}/`))).toMatchObject({ kind: 'answered', status: 307 });
    expect(hits).toBe(1);
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['private', '10.1.2.3'],
    ['metadata', '169.254.169.254'],
    ['mapped loopback', '::ffff:127.0.0.1'],
  ])('refuses a name that resolves to a %s address', async (_what, address) => {
    const resolve = async () => [{ address: '8.8.8.8', family: 4 }, { address, family: address.includes(':') ? 6 : 4 }];
    expect(await sender({ allowPrivate: false, resolve }).send(to('https://hooks.example.com/'))).toMatchObject({ code: 'address_not_public' });
  });

  it('refuses a stored address that is no longer allowed', async () => {
    expect(await sender({ allowPrivate: false }).send(to('http://127.0.0.1:1/'))).toMatchObject({ code: 'url_not_allowed' });
  });

  it('gives up on a receiver that never answers', async () => {
    const port = await receiver(() => undefined);
    expect(await sender({ timeoutMs: 100 }).send(to(`http://127.0.0.1:${port}/`))).toMatchObject({ kind: 'failed', code: 'timed_out' });
  });

  it('gives up on a resolver that never answers', async () => {
    const resolve = () => new Promise<never>(() => undefined);
    expect(await sender({ timeoutMs: 100, resolve }).send(to('http://a.example/'))).toMatchObject({ kind: 'failed', code: 'timed_out' });
  });

  it('reports a name that does not resolve and a port that refuses', async () => {
    expect(await sender({ resolve: async () => [] }).send(to('http://a.example/'))).toMatchObject({ code: 'name_not_resolved' });
    expect(await sender().send(to('http://127.0.0.1:1/'))).toMatchObject({ code: 'connection_failed' });
  });

  it('does not read an endless answer', async () => {
    const port = await receiver((_request, response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await sender().send(to(`http://127.0.0.1:${port}/`))).toMatchObject({ kind: 'answered', status: 200 });
  });
});
