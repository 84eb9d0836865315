import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cluster } from 'ioredis';
import { portIsFree } from '../ports.ts';
import { type RunningRedis, startRedis } from './start-redis.ts';

describe('startRedis', () => {
  let redis: RunningRedis;
  let client: Cluster;

  beforeAll(async () => {
    redis = await startRedis();
    client = new Cluster([redis.url]);
  });
  afterAll(async () => {
    client.disconnect();
    await redis.stop();
  });

  it('serves a cluster client', async () => {
    await client.set('key', 'value', 'EX', 60);
    expect(await client.get('key')).toBe('value');
  });

  it('refuses keys of different slots in one command, as production does', async () => {
    await expect(client.mget('a', 'b')).rejects.toThrow(/CROSSSLOT|slot/i);
    expect(await client.mget('{t}a', '{t}b')).toEqual([null, null]);
  });

  it('frees its port when stopped, however often', async () => {
    const other = await startRedis();
    await Promise.all([other.stop(), other.stop()]);
    expect(await portIsFree(other.port)).toBe(true);
  });

  it('says how to get Python’s packages if they are missing', async () => {
    await expect(startRedis({ python: '/does/not/exist' })).rejects.toMatchObject({ code: 'program_missing', message: expect.stringContaining('tools/python.mjs sync') });
    await expect(startRedis({ python: '/bin/false' })).rejects.toMatchObject({ code: 'program_missing' });
  });
});
