#!/usr/bin/env -S node --conditions=@fintrack/source
import { runCli } from './run-cli.ts';

// Whoever reads the output may stop early, as `head` does; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runCli(process.argv.slice(2), { environment: process.env, streams: process, stdin: process.stdin });
