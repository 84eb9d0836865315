import { describe, expect, it } from '@jest/globals';
import { configKeys, serviceNames, services } from '@fintrack/catalog';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unreadKeys } from './unread-keys.ts';

const root = resolve(import.meta.dirname, '../..');
const kits = { node: 'packages/service-kit/src', python: 'packages/service-kit-py/src/service_kit_py' };

/** Texts of a source folder, tests and generated files left out: what only they read is not read. */
function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return ['contracts', 'testing', '__pycache__'].includes(name) ? [] : sourcesOf(path);
    return /(?<!\.test)\.(ts|py)$/.test(name) ? [readFileSync(join(root, path), 'utf8')] : [];
  });
}

describe('config keys', () => {
  it.each(serviceNames)('of %s are all read by its code or by its kit', (name) => {
    const service = services[name];
    expect(unreadKeys(service.config, [...sourcesOf(`apps/${name}/src`), ...sourcesOf(kits[service.runtime])])).toEqual([]);
  });

  it('that no code reads are found', () => {
    expect(unreadKeys(['PORT', 'PORTAL'], ['listen(config.PORT)'])).toEqual(['PORTAL']);
    expect(unreadKeys(Object.keys(configKeys), [])).toHaveLength(Object.keys(configKeys).length);
  });
});
