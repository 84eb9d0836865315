import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { sendProblem } from './send-problem.ts';

/** Headers that belong to one connection (RFC 9110, 7.6.1). */
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** Longer than any request a service answers; a load balancer gives up as well. */
const timeoutMs = 120_000;

/** Passes a request on and its answer back, both as streams: an upload is never held whole in memory. */
export function proxy(request: IncomingMessage, response: ServerResponse, target: { readonly port: number; readonly name: string }): void {
  const upstream = httpRequest({
    host: '127.0.0.1',
    port: target.port,
    method: request.method,
    path: request.url,
    headers: forwarded(request),
    timeout: timeoutMs,
  });
  upstream.on('timeout', () => upstream.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)));
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    if (response.headersSent) {
      response.destroy(error);
      return;
    }
    const down = error.code === 'ECONNREFUSED';
    sendProblem(response, down ? 503 : 502, down ? 'service_unavailable' : 'bad_gateway', `${target.name} ${down ? 'is not running' : `broke off: ${error.message}`}.`);
  });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
    // An answer that breaks off must break off here too.
    pipeline(answer, response, () => undefined);
  });
  // A client that gives up ends the request to the service.
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  request.pipe(upstream);
}

function forwarded(request: IncomingMessage) {
  const { host } = request.headers;
  return {
    ...withoutHops(request.headers),
    // Without a length the body goes in chunks.
    ...(request.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
    'x-forwarded-for': request.socket.remoteAddress ?? '127.0.0.1',
    'x-forwarded-proto': 'http',
    ...(host === undefined ? {} : { 'x-forwarded-host': host }),
  };
}

function withoutHops(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));
}
