import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emittedFiles, emittedFolders } from './emitted-files.ts';

export interface Drift {
  readonly path: string;
  readonly kind: 'missing' | 'differs' | 'left over';
}

/** Emitted files under the package's root that are not as the declarations have them. */
export function findDrift(root: string): Drift[] {
  const files = emittedFiles();
  const wrong = [...files].flatMap(([path, text]): Drift[] => {
    const file = join(root, path);
    if (!existsSync(file)) return [{ path, kind: 'missing' }];
    return readFileSync(file, 'utf8') === text ? [] : [{ path, kind: 'differs' }];
  });
  const leftOver = emittedFolders.flatMap((folder) =>
    (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
      .map((name) => `${folder}/${name}`)
      .filter((path) => !files.has(path))
      .map((path): Drift => ({ path, kind: 'left over' })));
  return [...wrong, ...leftOver];
}
