import type { CliOptions } from './cli-options.ts';
import { crashReport } from './console/crash-report.ts';
import { onInterrupt } from './console/interrupts.ts';
import type { LogPrinter } from './console/log-printer.ts';
import { differences } from './once/differences.ts';
import { reconcileSamples } from './once/reconcile-samples.ts';
import { expectedOutcome } from './once/samples.ts';
import { summary } from './once/summary.ts';
import { gatewayPort } from './gateway-port.ts';
import { readinessTable } from './run-server.ts';
import { seedDemo, signIn } from './seed-demo.ts';
import { type Fintrack, startFintrack } from './start-fintrack.ts';

/** Lines of service logs kept for a failure. */
const keptLines = 80;

/** `npm start -- --once`: 0 if the samples reconcile as samples/expected.json says, otherwise 1. */
export async function runOnce(options: CliOptions, printer: LogPrinter): Promise<number> {
  const begin = Date.now();
  const recent: string[] = [];
  const interrupts = onInterrupt(() => process.exit(130));
  const recorder = { write: (line: string) => void (recent.push(line) > keptLines && recent.shift()) };
  printer.say('Starting FinTrack in a temporary data folder …');
  let fintrack: Fintrack | undefined;
  try {
    fintrack = await startFintrack({
      port: await gatewayPort(options.port ?? 0, (line) => printer.say(line)),
      web: true,
      durable: false,
      onLine: (service, line) => recorder.write(`${service}: ${line}`),
      onCrash: (crash) => printer.say(crashReport(crash)),
      onStep: (step, durationMs) => printer.say(`  ${step}: ${durationMs} ms`),
    });
    printer.say(`\n${readinessTable(fintrack)}\n\nReady after ${Date.now() - begin} ms at ${fintrack.address}\n`);
    const code = await Promise.race([
      check(fintrack, printer),
      fintrack.failed.then((error) => Promise.reject(error)),
      interrupts.first.then((signal) => Promise.reject(new Error(`stopped by ${signal}`))),
    ]);
    if (code === 0) printer.say(`As expected, after ${((Date.now() - begin) / 1000).toFixed(1)} s.`);
    return code;
  } catch (error) {
    printer.say(`\nFailed: ${(error as Error).message}`);
    if (recent.length > 0) printer.say("The services' last lines:");
    for (const line of recent) printer.say(`    ${line}`);
    return 1;
  } finally {
    await fintrack?.stop();
    interrupts.dispose();
  }
}

async function check(fintrack: Fintrack, printer: LogPrinter): Promise<number> {
  await seedDemo(fintrack);
  const token = await signIn(fintrack.address, 'analyst', fintrack.demoPassword);
  const { outcome, timings } = await reconcileSamples(fintrack.address, token);
  printer.say(`${summary(outcome, timings)}\n`);
  const faults = differences(expectedOutcome(), outcome);
  if (faults.length === 0) return 0;
  printer.say('The result is not as samples/expected.json says:');
  for (const fault of faults) printer.say(`  ${fault}`);
  return 1;
}
