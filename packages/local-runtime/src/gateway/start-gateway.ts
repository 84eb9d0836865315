import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Service, type ServiceName } from '@fintrack/catalog';
import { proxy } from './proxy.ts';
import { routeTable } from './route-table.ts';
import { sendProblem } from './send-problem.ts';
import { serveStatic } from './static-files.ts';

export interface GatewayOptions {
  readonly services: readonly Service[];
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly states: () => Readonly<Partial<Record<ServiceName, string>>>;
  /** Folder of the web app's bundle; without it `/` says that there is none. */
  readonly bundle: () => string | undefined;
  /** 0 for a free one. */
  readonly port: number;
}

export interface Gateway {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** One origin as in production: `/api/*` goes to the services, `/health` says how they are, the rest is the web app. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const locate = routeTable(options.services, (name) => ({ name, port: options.ports[name] }));
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    const target = locate(path);
    if (target) proxy(request, response, target);
    else if (path === '/api' || path.startsWith('/api/')) sendProblem(response, 404, 'not_found', `No service answers ${path}.`);
    else if (path === '/health') health(options.states(), response);
    else serveWeb(options.bundle(), path, request, response);
  });
  // A large upload over a slow line takes longer than Node's five minutes.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function health(services: Readonly<Partial<Record<ServiceName, string>>>, response: ServerResponse): void {
  const ok = Object.values(services).every((state) => state === 'ready');
  response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ status: ok ? 'ok' : 'degraded', services }));
}

function serveWeb(bundle: string | undefined, path: string, request: IncomingMessage, response: ServerResponse): void {
  if (bundle === undefined) sendProblem(response, 404, 'no_web_app', 'The web app has not been built; the API answers under /api.');
  else serveStatic(bundle, path, request, response);
}
