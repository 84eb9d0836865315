import { services } from '@fintrack/catalog';
import type { CliOptions } from './cli-options.ts';
import { crashReport } from './console/crash-report.ts';
import { onInterrupt } from './console/interrupts.ts';
import { type LogPrinter, needsAttention } from './console/log-printer.ts';
import { table } from './console/table.ts';
import { gatewayPort } from './gateway-port.ts';
import { reconcileSamples } from './once/reconcile-samples.ts';
import { demoUsers, seedDemo, signIn, tenantSlug } from './seed-demo.ts';
import { type Fintrack, startFintrack } from './start-fintrack.ts';

/** `npm start`: runs until Ctrl-C (exit code 0) or until a part fails for good (1). */
export async function runServer(options: CliOptions, printer: LogPrinter, repository?: string): Promise<number> {
  const begin = Date.now();
  const interrupts = onInterrupt(() => {
    printer.say('Stopping at once.');
    // Programs that still run are stopped by their supervisors when this process is gone.
    process.exit(130);
  });
  const abort = new AbortController();
  void interrupts.first.then(() => {
    printer.say('\nStopping everything (Ctrl-C again stops at once).');
    abort.abort();
  });
  const port = await gatewayPort(options.port, (line) => printer.say(line));
  printer.say(`Starting FinTrack; data in ${options.dataDirectory}`);
  let fintrack: Fintrack | undefined;
  // Until the sign-in is printed, only what needs attention; all lines are in logs/ of the data folder.
  let isQuiet = true;
  try {
    fintrack = await startFintrack({
      ...(repository === undefined ? {} : { repository }),
      dataDirectory: options.dataDirectory,
      reset: options.reset,
      port,
      web: true,
      signal: abort.signal,
      onLine: (service, line) => {
        if (!isQuiet || needsAttention(line)) printer.service(service, line);
      },
      onCrash: (crash) => printer.say(crashReport(crash)),
      onStep: (step, durationMs) => printer.say(`  ${step}: ${seconds(durationMs)}`),
    });
    if (await seedDemo(fintrack)) await importSamples(fintrack, printer);
    printer.say(welcome(fintrack, Date.now() - begin));
    isQuiet = false;
    const end = await Promise.race([interrupts.first, fintrack.failed]);
    if (!(end instanceof Error)) return 0;
    printer.say(`\n${end.message}\nStopping everything.`);
    return 1;
  } catch (error) {
    // What a stop in the middle of the start leaves behind is no failure.
    if (interrupts.happened()) return 0;
    throw error;
  } finally {
    await fintrack?.stop();
    interrupts.dispose();
    printer.say('Everything is stopped.');
  }
}

/** A web app without data shows nothing; FinTrack itself works without, so a failure ends nothing. */
async function importSamples({ address, demoPassword }: Fintrack, printer: LogPrinter): Promise<void> {
  const started = Date.now();
  try {
    await reconcileSamples(address, await signIn(address, 'analyst', demoPassword));
    printer.say(`  samples/ imported and reconciled: ${seconds(Date.now() - started)}`);
  } catch (error) {
    printer.say(`  samples/ could not be imported: ${(error as Error).message}`);
  }
}

export function readinessTable({ readyMs, serviceAddress }: Pick<Fintrack, 'readyMs' | 'serviceAddress'>): string {
  const names = Object.keys(readyMs) as (keyof typeof readyMs)[];
  const rows = names.sort().map((name) => [name, services[name].runtime, serviceAddress(name), seconds(readyMs[name] ?? 0)]);
  return table([['Service', 'Runtime', 'Address', 'Ready after'], ...rows]);
}

function welcome(fintrack: Fintrack, durationMs: number): string {
  return [
    '',
    readinessTable(fintrack),
    '',
    `FinTrack is ready after ${seconds(durationMs)}:  ${fintrack.address}`,
    '',
    `  Tenant    ${tenantSlug}`,
    ...Object.entries(demoUsers).map(([role, { email }]) => `  ${role.padEnd(8)}  ${email}`),
    `  Password  ${fintrack.demoPassword}`,
    '',
    'The tenant holds what samples/README.md describes. Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
