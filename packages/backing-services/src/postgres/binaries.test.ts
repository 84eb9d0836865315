import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { findPostgresBinaries } from './binaries.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

describe('findPostgresBinaries', () => {
  it('finds PostgreSQL 16, where the user that runs it can run it', () => {
    const user = unprivilegedUser();
    const { initdb, postgres, major, version } = findPostgresBinaries(user);
    expect(major).toBe('16');
    expect(version).toContain(process.platform);
    for (const program of [initdb, postgres]) expect(execFileSync(program, ['--version'], { encoding: 'utf8', ...user })).toMatch(/PostgreSQL\) 16\./);
  });
});
