import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const decisions = readdirSync(join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`);
const text = (document: string) => readFileSync(join(root, document), 'utf8');

/** What a document says is there: link targets, and paths in code. */
function pathsIn(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target as string);
  const code = [...markdown.matchAll(/(?<![\w/.])((?:samples|packages|apps|docs|projenrc|e2e|tools|workflows)\/[\w./-]*[\w-])/g)].map(([, path]) => path as string);
  return [...new Set([...links, ...code])];
}

describe('documents', () => {
  it.each(['README.md', 'CONTRIBUTING.md', ...decisions])('%s names only what exists', (document) => {
    expect(pathsIn(text(document)).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('would be caught naming what does not', () => {
    expect(pathsIn('Run `npx fintrack import samples/absent.xml` as [told](docs/absent.md).')).toEqual(['docs/absent.md', 'samples/absent.xml']);
  });

  it('number the decisions without a gap', () => {
    const numbers = decisions.map((path) => Number(/\/(\d{4})-/.exec(path)?.[1]));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, at) => at + 1));
  });

  it('name a check on every decision page', () => {
    for (const path of decisions) expect(`${path} ${text(path).replace(/\s+/g, ' ')}`).toMatch(/Enforced by|[Tt]est/);
  });
});
