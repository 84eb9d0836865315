// The program that `npm start` runs, on the repository named first: what main.ts does, for stand-in services.
import { parseCli } from '../src/cli-options.ts';
import { LogPrinter } from '../src/console/log-printer.ts';
import { runServer } from '../src/run-server.ts';

const [repository, ...args] = process.argv.slice(2);
const parsed = parseCli(args);
if (parsed.kind !== 'run') throw new Error(`unexpected ${parsed.kind}`);
process.exitCode = await runServer(parsed.options, new LogPrinter(), repository);
