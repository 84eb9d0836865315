import { describe, expect, it } from '@jest/globals';
import type { ServiceBed } from './service-bed.ts';

/** 401 for callers without a token and, where viewers may only look on, 403 for them. */
export function describeAccess(bed: () => ServiceBed, method: string, path: string, { body, viewersMay }: { body?: unknown; viewersMay: boolean }): void {
  describe(`${method} ${path}: 401`, () => {
    it('asks who calls', async () => {
      expect(await bed().anonymous(method, path, body)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    });
  });
  if (viewersMay) return;
  describe(`${method} ${path}: 403`, () => {
    it('is not for viewers', async () => {
      const { call } = await bed().client({ role: 'viewer' });
      expect(await call(method, path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    });
  });
}
