// Plain JavaScript for Node 20: `npm run bench`. Installs what is missing, then measures with the workspace's Node 24.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, program, root, workspaceEnvironment } from './install.mjs';

await program(() => {
  ensureInstalled();
  const node = join(root, 'node_modules', '.bin', 'node');
  const main = join(root, 'bench', 'src', 'main.ts');
  // Ctrl-C reaches the whole group; the bench then stops what it started, so this waits for it.
  process.on('SIGINT', () => undefined);
  const { status } = spawnSync(node, ['--conditions=@fintrack/source', '--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], { stdio: 'inherit', env: workspaceEnvironment() });
  return status ?? 1;
});
