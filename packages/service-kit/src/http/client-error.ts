import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemBody, problemMediaType } from './problem.ts';

/** Answers what is no HTTP request, which no route ever sees: on the bare socket. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // The caller is gone, or an answer has begun.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy(error);
    return;
  }
  const { status, code } = failureOf(error);
  const body = JSON.stringify(problemBody(status, code));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${problemMediaType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function failureOf({ code }: NodeJS.ErrnoException): { readonly status: number; readonly code: string } {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, code: 'request_timeout' };
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, code: 'headers_too_large' };
  return { status: 400, code: 'invalid_request' };
}
