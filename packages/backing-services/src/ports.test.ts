import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { assertPortFree, freePort, portIsFree } from './ports.ts';

let holder: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (holder ? holder.close(() => resolve()) : resolve())));

async function holdPort(): Promise<number> {
  const port = await freePort();
  holder = createServer();
  await new Promise<void>((resolve) => holder?.listen(port, '127.0.0.1', resolve));
  return port;
}

describe('ports', () => {
  it('gives a port that can be used', async () => {
    expect(await portIsFree(await freePort())).toBe(true);
  });

  it('finds a busy port busy and says what to do', async () => {
    const port = await holdPort();
    expect(await portIsFree(port)).toBe(false);
    await expect(assertPortFree(port, 'Redis')).rejects.toMatchObject({ code: 'port_busy', message: expect.stringContaining(`Port ${port}`) });
  });

  it('gives up when no port is low enough', async () => {
    await expect(freePort(1)).rejects.toMatchObject({ code: 'port_busy' });
  });
});
