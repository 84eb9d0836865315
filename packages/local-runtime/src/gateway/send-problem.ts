import { type ServerResponse, STATUS_CODES } from 'node:http';

/** Answers with problem details (RFC 9457) in the form that the services use. */
export function sendProblem(response: ServerResponse, status: number, code: string, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: `urn:fintrack:problem:${code}`, title: STATUS_CODES[status], status, code, detail }));
}
