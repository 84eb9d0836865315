import { MatchState, SourceKind, StatementFormat } from '@fintrack/contracts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { exceptions, type ExceptionsOptions } from './commands/exceptions.ts';
import { importFiles, type ImportOptions } from './commands/import-files.ts';
import { LIMIT_DEFAULT } from './commands/limit.ts';
import { login, type LoginOptions } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { matches, type MatchesOptions } from './commands/matches.ts';
import { reconcile } from './commands/reconcile.ts';
import { report, type ReportOptions } from './commands/report.ts';
import { status } from './commands/status.ts';
import { type Context, createContext, DEFAULT_ADDRESS, type GlobalOptions, type Surroundings } from './context.ts';
import { exitCodeMeanings } from './exit-code.ts';
import { SessionFile } from './session/session-file.ts';

/**
 * The commands of `fintrack`; each reads its options, makes a context and runs.
 * @param isQuiet whether the caller words errors itself
 */
export function createProgram(surroundings: Surroundings, isQuiet: boolean): Command {
  const program = new Command('fintrack')
    .description('Reconcile bank, processor and ledger transactions from the command line.')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ writeOut: (text) => void surroundings.streams.stdout.write(text), writeErr: (text) => void (isQuiet || surroundings.streams.stderr.write(text)) })
    .option('--url <address>', `address of FinTrack (FINTRACK_URL; else where you signed in, else ${DEFAULT_ADDRESS})`)
    .option('--api-key <key>', 'API key (better in FINTRACK_API_KEY: other users of this machine can read options)')
    .option('--json', 'print the result as JSON, errors too')
    .addHelpText('after', `\n${generalHelp(surroundings)}`);
  const context = (command: Command): Context => createContext(command.optsWithGlobals<GlobalOptions>(), surroundings);
  addSessionCommands(program, context);
  addImport(program, context);
  addReconciliationCommands(program, context);
  addReport(program, context);
  return program;
}

type ContextOf = (command: Command) => Context;

function addSessionCommands(program: Command, context: ContextOf): void {
  program.command('login').summary('sign in and stay so')
    .description('Sign in. What is missing is asked for in a terminal; the password is not shown. The session is kept in a file that only you can read.')
    .option('--tenant <slug>', 'short name of your tenant (FINTRACK_TENANT)')
    .option('--email <address>', 'your e-mail address (FINTRACK_EMAIL)')
    .option('--password-stdin', 'read the password from standard input (or set FINTRACK_PASSWORD)')
    .action((options: LoginOptions, command: Command) => login(context(command), options));
  program.command('logout').summary('end the session').description('End the session, here and at FinTrack.').action((_options: object, command: Command) => logout(context(command)));
  program.command('status').summary('who is signed in, and how far things are')
    .description('Show who is signed in, the newest files and how far they are, and how many transactions are matched.')
    .action((_options: object, command: Command) => status(context(command)));
}

function addImport(program: Command, context: ContextOf): void {
  program.command('import').summary('upload statements')
    .description('Upload statement files: camt.053, camt.052, camt.054, MT940, MT942, BAI2, OFX, CSV. The format is recognised by content.')
    .argument('<file...>', 'files to upload')
    .addOption(new Option('--source <kind>', 'where the transactions come from; bank unless the file is a table').choices(SourceKind.enum))
    .addOption(new Option('--format <format>', 'file format, where it should not be recognised').choices(StatementFormat.enum))
    .option('--mapping <file>', 'JSON file that says how to read a CSV file (see samples/*.mapping.json)')
    .option('--wait', 'wait until the files are read')
    .option('--timeout <seconds>', 'how long to wait at most', positiveInteger, 600)
    .action((files: string[], options: ImportOptions, command: Command) => importFiles(context(command), files, options));
}

function addReconciliationCommands(program: Command, context: ContextOf): void {
  const withLimit = (command: Command) => command.option('--limit <n>', 'how many to show', positiveInteger, LIMIT_DEFAULT).option('--all', 'show all');
  program.command('reconcile').summary('match transactions now').description('Run a reconciliation and show its summary.')
    .action((_options: object, command: Command) => reconcile(context(command)));
  withLimit(program.command('matches').summary('list pairs').description('List pairs of transactions, newest first.'))
    .addOption(new Option('--state <state>', 'only pairs in this state').choices(MatchState.enum))
    .action((options: MatchesOptions, command: Command) => matches(context(command), options));
  withLimit(program.command('exceptions').summary('list what has no counterpart').description('List open exceptions, oldest first.'))
    .addOption(new Option('--source <kind>', 'only transactions from here').choices(SourceKind.enum))
    .option('--resolved', 'list those that someone has resolved instead')
    .action((options: ExceptionsOptions, command: Command) => exceptions(context(command), options));
}

function addReport(program: Command, context: ContextOf): void {
  const reports = program.command('report').summary('state of reconciliation').description('Show the state of reconciliation, or open exceptions by age.');
  reports.argument('[kind]', 'summary or exceptions', oneOfReports, 'summary')
    .option('--csv', 'write CSV to standard output')
    .option('--from <date>', 'first booking date, YYYY-MM-DD')
    .option('--to <date>', 'last booking date, YYYY-MM-DD')
    .addOption(new Option('--source <kind>', 'only transactions from here').choices(SourceKind.enum))
    .action((kind: 'summary' | 'exceptions', options: ReportOptions, command: Command) => report(context(command), kind, options));
}

function positiveInteger(text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

function oneOfReports(text: string): string {
  if (text !== 'summary' && text !== 'exceptions') throw new InvalidArgumentError('Reports are: summary, exceptions.');
  return text;
}

function generalHelp({ environment }: Surroundings): string {
  return `Sign-in: --api-key or FINTRACK_API_KEY; else FINTRACK_TENANT, FINTRACK_EMAIL and FINTRACK_PASSWORD together;
else the session of \`fintrack login\`, in ${new SessionFile(environment).path}

Example:
  fintrack login --tenant demo --email analyst@demo.example
  fintrack import bank.camt053.xml --wait
  fintrack import ledger.csv --source ledger --mapping ledger.mapping.json --wait
  fintrack reconcile
  fintrack exceptions

Exit codes:
${exitCodeMeanings.map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}
`;
}
