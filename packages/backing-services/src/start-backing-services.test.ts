import { describe, expect, it } from '@jest/globals';
import { freePort, portIsFree } from './ports.ts';
import { startBackingServices } from './start-backing-services.ts';

describe('startBackingServices', () => {
  it('starts what was asked for and refuses the use of the rest', async () => {
    const services = await startBackingServices({ redis: false, durable: false, aws: { buckets: ['files'] } });
    expect(services.postgres.port).toBeGreaterThan(0);
    expect(services.aws.environment['AWS_ENDPOINT_URL_S3']).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(() => services.redis).toThrow('without redis');
    await services.stop();
    await services.stop();
    expect(await portIsFree(services.postgres.port)).toBe(true);
  });

  it('stops what has started if another one fails', async () => {
    const port = await freePort();
    await expect(startBackingServices({ redis: false, durable: false, postgres: { port }, aws: { buckets: ['x'] } })).rejects.toThrow(/InvalidBucketName/);
    expect(await portIsFree(port)).toBe(true);
  });
});
