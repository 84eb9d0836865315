import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import type { Surroundings } from './context.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { createProgram } from './program.ts';

/** Runs one command and gives back its exit code; whatever goes wrong has been said on standard error by then. */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const asJson = args.includes('--json');
  try {
    await createProgram(surroundings, asJson).parseAsync(args, { from: 'user' });
    return exitCodes.success;
  } catch (error) {
    // Commander has written help itself, and for people also what is wrong with the options.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.success;
    const known = knownError(error);
    if (asJson || !(error instanceof CommanderError)) surroundings.streams.stderr.write(`${asJson ? known.toJson() : known.toText()}\n`);
    return known.exitCode;
  }
}

function knownError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return new CliError('usage', error.message.replace(/^error: /, ''), { exitCode: exitCodes.usage, cause: error });
  return new CliError('unexpected', `Something unexpected went wrong: ${(error as Error).stack ?? String(error)}`, { cause: error });
}
