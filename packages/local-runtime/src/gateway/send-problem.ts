import type { ServerResponse } from 'node:http';

/** Answers with problem details as RFC 9457 has them. */
export function sendProblem(response: ServerResponse, status: number, code: string, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', status, code, title: detail, detail }));
}
