import { createServer } from 'node:net';
import { BackingServiceError } from './backing-service-error.ts';

const host = '127.0.0.1';

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

/**
 * A port of 127.0.0.1 that nobody listens on now.
 * @param highest Valkey's cluster bus takes port + 10000, so its own port ends at 55535.
 */
export async function freePort(highest = 65_535): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = await listenOnce(0);
    if (port <= highest) return port;
  }
  throw new BackingServiceError('port_busy', `No free port of 127.0.0.1 up to ${highest} was found in 50 attempts.`);
}

export async function portIsFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

/** @throws BackingServiceError port_busy */
export async function assertPortFree(port: number, purpose: string): Promise<void> {
  if (await portIsFree(port)) return;
  throw new BackingServiceError('port_busy', `Port ${port} of 127.0.0.1, meant for ${purpose}, is already in use. Stop the program that listens there, or choose another port.`);
}
