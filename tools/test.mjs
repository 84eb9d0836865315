// Plain JavaScript for Node 20: `npm test`. Lints, type-checks, looks for unused code and tests everything, then counts from the report files.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, program, root, workspaceEnvironment } from './install.mjs';
import { countReports, projectFolders } from './test-reports.mjs';

await program(() => {
  ensureInstalled();
  // A report left by an earlier run would be counted for one that crashed; Nx restores those of cached runs.
  for (const folder of projectFolders(root)) rmSync(join(root, folder, 'test-results'), { recursive: true, force: true });
  const result = spawnSync('nx', ['run-many', '-t', 'lint', 'build', 'unused', 'test', '--output-style=static', ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...workspaceEnvironment(), NX_DAEMON: 'false' },
  });
  const { passed, failed, skipped, missing } = countReports(root);
  for (const folder of missing) console.error(`${folder}: its tests left no report`);
  const complete = result.status === 0 && missing.length === 0 && failed === 0;
  if (!complete && failed === 0 && missing.length === 0) console.error('Tests passed, but lint, types or the search for unused code did not; see above.');
  console.log(`${passed} passed, ${failed + missing.length + (complete || failed > 0 || missing.length > 0 ? 0 : 1)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return complete ? 0 : 1;
});
