// Plain JavaScript for Node 20: installs what is missing, then runs the local runtime with the workspace's Node 24.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, program, root, workspaceEnvironment } from './install.mjs';

await program(async () => {
  ensureInstalled();
  const main = join(root, 'packages', 'local-runtime', 'src', 'main.ts');
  const node = join(root, 'node_modules', '.bin', 'node');
  const child = spawn(node, ['--conditions=@fintrack/source', '--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { INIT_CWD: process.cwd(), ...workspaceEnvironment() },
  });
  // The runtime stops its services in order; ending here first would cut it off from the terminal.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)));
  });
});
