import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames, services } from '@fintrack/catalog';

/**
 * A service of a few lines: answers as an API would, and obeys the file `behaviour` beside it:
 * `crash` ends at once, `crash-later` after it was ready, `deaf` ignores SIGTERM, `unready` never gets ready.
 */
const program = `
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
const behaviour = () => (existsSync('behaviour') ? readFileSync('behaviour', 'utf8') : '');
if (behaviour() === 'crash') { console.error('cannot go on'); process.exit(3); }
if (behaviour() === 'crash-later') setTimeout(() => { console.error('went wrong later'); process.exit(4); }, 500);
const server = createServer((request, response) => {
  if (request.url === '/ready') { response.writeHead(behaviour() === 'unready' ? 503 : 200); response.end('{}'); return; }
  if (request.url === '/api/transactions/environment') { response.end(JSON.stringify(process.env)); return; }
  if (request.url === '/api/transactions/crash') { console.error('told to crash'); process.exit(5); }
  let bytes = 0;
  request.on('data', (chunk) => { bytes += chunk.length; });
  request.on('end', () => { response.setHeader('content-type', 'application/json'); response.end(JSON.stringify({ accessToken: 'token', status: 'imported', items: [], nextCursor: null, method: request.method, url: request.url, bytes, headers: request.headers })); });
});
server.listen(Number(process.env.PORT), process.env.HOST, () => console.log(JSON.stringify({ level: 'info', message: 'listening' })));
process.on('SIGTERM', () => { if (behaviour() === 'deaf') return; console.log('stopping'); server.close(() => process.exit(0)); server.closeAllConnections(); });
`;

export interface FakeRepository {
  readonly root: string;
  readonly behave: (service: ServiceName, behaviour: string) => void;
  readonly remove: () => void;
}

/** A repository that holds nothing but tiny stand-ins for all services. */
export function fakeRepository(): FakeRepository {
  const root = mkdtempSync(join(tmpdir(), 'fake-repository-'));
  for (const name of serviceNames) {
    const folder = join(root, 'apps', name, 'src');
    mkdirSync(services[name].runtime === 'python' ? join(folder, name.replaceAll('-', '_')) : folder, { recursive: true });
    writeFileSync(join(folder, '..', 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'main.ts'), program);
  }
  const bin = join(root, '.venv', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'python'), `#!/bin/sh\nexec ${process.execPath} src/main.ts\n`, { mode: 0o755 });
  return {
    root,
    behave: (service, behaviour) => writeFileSync(join(root, 'apps', service, 'behaviour'), behaviour),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
