import { describe, expect, it } from '@jest/globals';
import { cursorOf } from './cursor.ts';

const format = cursorOf({ day: /^\d{4}-\d{2}-\d{2}$/, id: /^[a-z]+$/ });

describe('cursorOf', () => {
  it('reads what it wrote, in URL-safe characters', () => {
    const cursor = format.encode({ day: '2026-11-02', id: 'abc' });
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(format.decode(cursor)).toEqual({ day: '2026-11-02', id: 'abc' });
  });

  it.each(['', 'x', '{}', '[]', '["2026-11-02"]', '["2026-11-02","abc","d"]', '["yesterday","abc"]', '["2026-11-02",7]'])('takes %j for no cursor', (text) => {
    expect(format.decode(Buffer.from(text).toString('base64url'))).toBeUndefined();
  });
});
