import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { SourceKind } from '@fintrack/contracts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';

export interface ImportFile {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sourceKind: SourceKind;
}

/** All files are looked at before the first is sent, so that a mistyped name leaves nothing half done. */
export function readImportFiles(paths: readonly string[], source: SourceKind | undefined): ImportFile[] {
  return paths.map((path) => ({ path, name: basename(path), sizeBytes: readableSize(path), sourceKind: source ?? sourceOf(path) }));
}

/** Statement formats come from banks; a table may come from anywhere. */
function sourceOf(path: string): SourceKind {
  if (!['.csv', '.tsv', '.txt', '.json'].includes(extname(path).toLowerCase())) return 'bank';
  throw new CliError('source_missing', `Say where ${path} comes from: --source ${SourceKind.enum.join(', --source ')}.`, { exitCode: exitCodes.usage });
}

function readableSize(path: string): number {
  const fault = (code: string, message: string, cause?: unknown) => new CliError(code, message, { exitCode: exitCodes.usage, cause });
  let stats;
  try {
    stats = statSync(path);
    accessSync(path, constants.R_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw fault('file_not_found', `There is no file ${path}.`, error);
    throw fault('file_unreadable', `${path} can’t be read (${code}).`, error);
  }
  if (!stats.isFile()) throw fault('not_a_file', `${path} is no file.`);
  if (stats.size === 0) throw fault('file_empty', `${path} is empty.`);
  return stats.size;
}

/** The text of a mapping file. What it must hold the service checks; that it is JSON is checked here. */
export function readMapping(path: string): string {
  readableSize(path);
  const text = readFileSync(path, 'utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    throw new CliError('mapping_not_json', `${path} is no JSON: ${(error as Error).message}.`, { exitCode: exitCodes.usage, cause: error });
  }
  return text;
}
