#!/usr/bin/env -S node --conditions=@fintrack/source
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findDrift } from './drift.ts';
import { emittedFiles } from './emitted-files.ts';

/** Writes what is derived from the contracts; with `--check` it only says what isn't in sync, and exits 1. */
const root = join(import.meta.dirname, '..');
const drift = findDrift(root);

if (process.argv.includes('--check')) {
  for (const { path, kind } of drift) console.error(`${path}: ${kind}`);
  if (drift.length > 0) console.error('Run: node --conditions=@fintrack/source packages/contracts/src/emit.ts');
  process.exitCode = drift.length > 0 ? 1 : 0;
} else {
  const files = emittedFiles();
  for (const { path, kind } of drift) {
    const file = join(root, path);
    if (kind === 'left over') rmSync(file);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, files.get(path) as string);
    }
  }
  console.log(`${files.size} files, ${drift.length} written`);
}
