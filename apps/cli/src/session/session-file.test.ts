import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Session, SessionFile } from './session-file.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cli-session-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const session: Session = { url: 'http://127.0.0.1:4000', tenant: 'demo', email: 'a@b.example', accessToken: 'a', expiresAt: 1, refreshToken: 'r' };
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('SessionFile', () => {
  it('keeps a session that only its owner can read, and leaves nothing else behind', () => {
    const file = new SessionFile({ XDG_CONFIG_HOME: folder });
    expect(file.read()).toBeNull();
    file.write(session);
    file.write({ ...session, accessToken: 'b' });
    expect(file.read()).toEqual({ ...session, accessToken: 'b' });
    expect([mode(file.path), mode(dirname(file.path))]).toEqual(['600', '700']);
    expect(readdirSync(dirname(file.path))).toEqual(['session.json']);
    file.remove();
    expect(file.read()).toBeNull();
  });

  it('tightens a file that was readable by others', () => {
    const file = new SessionFile({ XDG_CONFIG_HOME: folder });
    mkdirSync(dirname(file.path));
    writeFileSync(file.path, '{}', { mode: 0o644 });
    file.write(session);
    expect(mode(file.path)).toBe('600');
  });

  it.each(['', '{', 'null', '{}', '{"url":1}'])('says what to do about a file that holds %j', (text) => {
    const file = new SessionFile({ XDG_CONFIG_HOME: folder });
    mkdirSync(dirname(file.path));
    writeFileSync(file.path, text);
    expect(() => file.read()).toThrow(expect.objectContaining({ code: 'session_unreadable', hint: expect.stringContaining('fintrack login') }));
  });

  it('lies in ~/.config where XDG_CONFIG_HOME is unset or relative', () => {
    expect(new SessionFile({}).path).toBe(join(homedir(), '.config/fintrack/session.json'));
    expect(new SessionFile({ XDG_CONFIG_HOME: 'here' }).path).toBe(join(homedir(), '.config/fintrack/session.json'));
  });
});
