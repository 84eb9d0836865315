import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@fintrack/backing-services';
import { defaultPort, gatewayPort } from './gateway-port.ts';

const holders: Server[] = [];
let said: string[];
const say = (line: string) => void said.push(line);

/** Resolves also if somebody else holds the port: then it is busy all the same. */
async function hold(port: number): Promise<void> {
  const holder = createServer();
  await new Promise<void>((resolve) => {
    holder.once('error', () => resolve());
    holder.listen(port, '127.0.0.1', () => {
      holders.push(holder);
      resolve();
    });
  });
}

beforeEach(() => {
  said = [];
});
afterEach(async () => {
  await Promise.all(holders.splice(0).map((holder) => new Promise((resolve) => holder.close(resolve))));
});

describe('gatewayPort', () => {
  it('takes the port asked for, and 0 as it is', async () => {
    const port = await freePort();
    expect(await gatewayPort(port, say)).toBe(port);
    expect(await gatewayPort(0, say)).toBe(0);
    expect(said).toEqual([]);
  });

  it('refuses a busy port that was asked for, and names the process that holds it', async () => {
    const port = await freePort();
    await hold(port);
    await expect(gatewayPort(port, say)).rejects.toMatchObject({ code: 'port_busy', message: expect.stringMatching(new RegExp(`Port ${port} is in use by process ${process.pid} .*kill ${process.pid}.*--port`)) });
  });

  it('takes the next free port when none was asked for, and says so', async () => {
    await hold(defaultPort);
    const port = await gatewayPort(undefined, say);
    expect(port).toBeGreaterThan(defaultPort);
    expect(said.join()).toMatch(new RegExp(`Port ${defaultPort} is in use by .*; using ${port} instead`));
  });
});
