#!/usr/bin/env -S node --conditions=@fintrack/source
import { BackingServiceError } from '@fintrack/backing-services';
import { help, parseCli } from './cli-options.ts';
import { LogPrinter } from './console/log-printer.ts';
import { runOnce } from './run-once.ts';
import { runServer } from './run-server.ts';
import { RuntimeError } from './runtime-error.ts';

const printer = new LogPrinter();
const parsed = parseCli(process.argv.slice(2));

try {
  switch (parsed.kind) {
    case 'help':
      printer.say(help);
      break;
    case 'error':
      console.error(parsed.message);
      process.exitCode = 2;
      break;
    case 'run':
      process.exitCode = await (parsed.options.once ? runOnce(parsed.options, printer) : runServer(parsed.options, printer));
      break;
  }
} catch (error) {
  if (!(error instanceof RuntimeError) && !(error instanceof BackingServiceError)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
