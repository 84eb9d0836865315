import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const ID_BYTES = 16;
const pool = new Uint8Array(ID_BYTES * 512);
let used = pool.byteLength;

/** A uuid v7 from random bytes drawn by the 512: a pass makes 100,000 ids, and each draw is a call into the kernel. */
export function newId(): string {
  if (used === pool.byteLength) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + ID_BYTES);
  used += ID_BYTES;
  return v7({ random });
}
