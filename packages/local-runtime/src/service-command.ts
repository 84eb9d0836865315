import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '@fintrack/catalog';
import { repository } from './repository.ts';
import { RuntimeError } from './runtime-error.ts';

export interface ServiceCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
}

/**
 * How a service is started from its sources.
 * @throws RuntimeError python_missing, program_missing
 */
export function serviceCommand({ name, runtime }: Service, root = repository): ServiceCommand {
  const directory = join(root, 'apps', name);
  switch (runtime) {
    case 'node': {
      const main = join(directory, 'src', 'main.ts');
      assertExists(main, name);
      return { command: process.execPath, args: ['--conditions=@fintrack/source', main], directory };
    }
    case 'python': {
      const python = join(root, '.venv', 'bin', 'python');
      if (!existsSync(python)) {
        throw new RuntimeError('python_missing', `${name} is written in Python, and ${python} does not exist: run \`node tools/python.mjs sync\`, which needs Python 3.11 or newer with ensurepip.`);
      }
      const module = name.replaceAll('-', '_');
      assertExists(join(directory, 'src', module), name);
      return { command: python, args: ['-m', module], directory };
    }
  }
}

function assertExists(path: string, name: string): void {
  if (!existsSync(path)) throw new RuntimeError('program_missing', `${name} cannot start: ${path} does not exist.`);
}
