import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { sendProblem } from './send-problem.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Serves a single-page application: its files, and index.html for every other path, as CloudFront does. */
export function serveStatic(folder: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendProblem(response, 405, 'method_not_allowed', `${request.method} is not allowed here.`);
    return;
  }
  const file = fileOf(folder, path);
  if (file === undefined) {
    sendProblem(response, 404, 'not_found', 'There is no such file.');
    return;
  }
  const immutable = file.includes(`${sep}assets${sep}`);
  response.writeHead(200, {
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'content-length': statSync(file).size,
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') response.end();
  else pipeline(createReadStream(file), response, () => undefined);
}

function fileOf(folder: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const file = normalize(join(folder, decoded));
  if (!file.startsWith(folder + sep) && file !== folder + sep && file !== folder) return undefined;
  if (decoded.includes('\0')) return undefined;
  if (existsSync(file) && statSync(file).isFile()) return file;
  // A missing asset must not answer with HTML; a path of the application has no extension.
  return extname(file) === '' ? indexOf(folder) : undefined;
}

function indexOf(folder: string): string | undefined {
  const index = join(folder, 'index.html');
  return existsSync(index) ? index : undefined;
}
