import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { boundaries, mayImport, testOnly } from '../boundaries.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = (name: string) => ['packages', 'apps', '.'].map((parent) => `${parent}/${name}`).find((path) => existsSync(resolve(root, path, 'package.json')));
/** Packages that exist as TypeScript; those of later layers join when their folder does. */
const names = Object.keys(boundaries).filter((name) => folder(name) !== undefined);
const pairs = names.flatMap((user) => names.filter((used) => used !== user).map((used) => ({ user, used })));

function lint(texts: { path: string; code: string }[]): { path: string; messages: string[] }[] {
  const output = execFileSync('node', [resolve(import.meta.dirname, 'lint-texts.mjs')], {
    cwd: root, input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 64 * 2 ** 20, env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
  });
  return JSON.parse(output.slice(output.indexOf('[{')));
}

const refused = (messages: string[]) => messages.some((message) => message.startsWith('@nx/enforce-module-boundaries'));
const importing = (used: string) => `import * as used from '@fintrack/${used}';\nexport const here = used;\n`;

describe('imports between packages', () => {
  let fromSources: Map<string, string[]>;
  let fromTests: Map<string, string[]>;
  beforeAll(() => {
    execFileSync('nx', ['show', 'projects'], { cwd: root, env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' } });
    const run = (file: string) =>
      new Map(lint(pairs.map(({ user, used }) => ({ path: `${folder(user)}/src/${file}`, code: importing(used) }))).map(({ messages }, at) => [`${pairs[at]?.user} ${pairs[at]?.used}`, messages]));
    fromSources = run('probe.ts');
    fromTests = run('probe.test.ts');
  }, 180_000);

  it('covers every pair of the packages', () => expect(pairs.length).toBeGreaterThan(150));

  it.each(pairs)('$user importing $used is held to the law', ({ user, used }) => {
    expect(refused(fromSources.get(`${user} ${used}`) ?? [])).toBe(!mayImport(user, used));
  });

  it('allows tests, and only tests, the packages for tests', () => {
    for (const { user, used } of pairs.filter((pair) => (testOnly as readonly string[]).includes(pair.used))) {
      expect(refused(fromTests.get(`${user} ${used}`) ?? [])).toBe(false);
      expect(refused(fromSources.get(`${user} ${used}`) ?? [])).toBe(!mayImport(user, used));
    }
  });
});

describe('imports inside a service', () => {
  const inside = (layer: string, target: string) => ({
    path: `apps/auth-service/src/${layer}/probe.ts`, code: `import * as used from '${target}';\nexport const here = used;\n`,
  });
  const forbidden = [
    inside('domain', '../store/postgres-users.ts'), inside('domain', '../http/routes.ts'), inside('domain', '../queue/consumer.ts'), inside('domain', 'node:crypto'),
    inside('domain', 'kysely'), inside('domain', '@fintrack/service-kit'), inside('store', '../http/routes.ts'), inside('store', '../queue/consumer.ts'),
    inside('http', '../store/postgres-users.ts'), inside('http', '../queue/consumer.ts'), inside('queue', '../store/postgres-users.ts'), inside('queue', '../http/routes.ts'),
  ];
  it('refuses every import against http | queue → domain ← store', () => {
    for (const [at, { messages }] of lint(forbidden).entries()) {
      expect({ ...forbidden[at], refused: messages.some((message) => message.startsWith('no-restricted-imports')) }).toMatchObject({ refused: true });
    }
  });
  it('allows http, queue and store the domain', () => {
    const allowed = ['http', 'queue', 'store'].map((layer) => inside(layer, '../domain/user.ts'));
    for (const { messages } of lint(allowed)) expect(messages.filter((message) => message.startsWith('no-restricted-imports'))).toEqual([]);
  });
});
