import { describe, expect, it } from '@jest/globals';
import { iamToken } from './iam-token.ts';

describe('iamToken', () => {
  it('signs a login of this user at this database, for 15 minutes', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    const token = await iamToken({ AWS_REGION: 'eu-west-1', DB_HOST: 'db.example', DB_PORT: 5432, DB_USER: 'fintrack_app' })();
    const url = new URL(`https://${token}`);
    expect(url.host).toBe('db.example:5432');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ Action: 'connect', DBUser: 'fintrack_app', 'X-Amz-Expires': '900' });
    expect(url.searchParams.get('X-Amz-Credential')).toContain('/eu-west-1/rds-db/aws4_request');
  });
});
