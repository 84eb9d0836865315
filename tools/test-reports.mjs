// Plain JavaScript for Node 20: counts tests from the report files of Jest and pytest.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of all projects, from the workspace root. */
export function projectFolders(root) {
  const inside = (parent) => (existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : []);
  return [...inside('packages'), ...inside('apps'), 'workflows', 'e2e', 'bench', 'projenrc'].filter(
    (folder) => existsSync(join(root, folder, 'package.json')) || existsSync(join(root, folder, 'project.json')),
  );
}

/** Sums over all projects; `missing` are those whose tests left no report. */
export function countReports(root) {
  const total = { passed: 0, failed: 0, skipped: 0, missing: [] };
  for (const folder of projectFolders(root)) {
    const jest = join(root, folder, 'test-results/jest.json');
    const pytest = join(root, folder, 'test-results/pytest.xml');
    if (existsSync(jest)) add(total, jestCount(JSON.parse(readFileSync(jest, 'utf8'))));
    else if (existsSync(pytest)) add(total, pytestCount(readFileSync(pytest, 'utf8')));
    else total.missing.push(folder);
  }
  return total;
}

function add(total, count) {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}

/** A suite that could not be loaded has no tests to fail, so it counts as one failure itself. */
export function jestCount(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function pytestCount(xml) {
  const suite = /<testsuite\b[^>]*>/.exec(xml)?.[0] ?? '';
  const number = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  return { passed: number('tests') - failed - number('skipped'), failed, skipped: number('skipped') };
}
