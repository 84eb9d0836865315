import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Count { readonly passed: number; readonly failed: number; readonly skipped: number }
interface TestReports {
  readonly countReports: (root: string) => Count & { readonly missing: readonly string[] };
  readonly jestCount: (report: unknown) => Count;
  readonly pytestCount: (xml: string) => Count;
}
// Plain JavaScript without types: it runs on Node 20 before anything is installed.
const { countReports, jestCount, pytestCount } = (await import(new URL('../../tools/test-reports.mjs', import.meta.url).href)) as TestReports;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fintrack-reports-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function project(folder: string, manifest: string, report?: { file: string; text: string }) {
  mkdirSync(join(root, folder, 'test-results'), { recursive: true });
  writeFileSync(join(root, folder, manifest), '{}');
  if (report) writeFileSync(join(root, folder, 'test-results', report.file), report.text);
}
const jest = (counts: object) => JSON.stringify({ numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0, numTodoTests: 0, ...counts });

describe('the count of npm test', () => {
  it('sums the reports of Jest and pytest over all projects', () => {
    project('packages/a', 'package.json', { file: 'jest.json', text: jest({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2 }) });
    project('apps/b', 'project.json', { file: 'pytest.xml', text: '<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1"></testsuite></testsuites>' });
    expect(countReports(root)).toEqual({ passed: 9, failed: 4, skipped: 5, missing: [] });
  });

  it('names a project whose tests left no report', () => {
    project('packages/a', 'package.json');
    expect(countReports(root).missing).toEqual(['packages/a']);
  });

  it('counts a suite that could not be loaded as a failure', () => {
    expect(jestCount(JSON.parse(jest({ numRuntimeErrorTestSuites: 1 })))).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('reads zero from a report without a suite, so that it can be seen', () => {
    expect(pytestCount('')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
