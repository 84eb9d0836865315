import { jsonSchema } from './json-schema.ts';
import { openApi } from './open-api.ts';
import { operations } from './operations.ts';
import { pythonModels, pythonPackage } from './python/python-models.ts';
import { shapes } from './shapes.ts';

const PYTHON = '../service-kit-py/src/service_kit_py/contracts';

/** Folders, from this package's root, that hold emitted files only; others in them are left over and go. */
export const emittedFolders = ['schemas', 'openapi', `${PYTHON}/openapi`] as const;

/** Everything derived from the declarations: text by path from this package's root. */
export function emittedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const name of Object.keys(shapes)) files.set(`schemas/${name}.json`, json(jsonSchema(name)));
  for (const service of Object.keys(operations) as (keyof typeof operations)[]) {
    files.set(`openapi/${service}.json`, json(openApi(service)));
  }
  // The Python services compare the OpenAPI that FastAPI derives from their code with these.
  for (const service of ['transaction-worker', 'ml-anomaly-detector'] as const) files.set(`${PYTHON}/openapi/${service}.json`, json(openApi(service)));
  files.set(`${PYTHON}/models.py`, pythonModels());
  files.set(`${PYTHON}/__init__.py`, pythonPackage());
  return files;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
