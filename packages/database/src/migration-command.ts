export interface MigrationCommand {
  /** `verify` looks for holes between tenants. */
  readonly action: 'up' | 'down' | 'status' | 'verify';
  /** How many migrations; always given for `down`. */
  readonly count?: number;
  readonly connectionString: string;
  readonly waitMs: number;
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

export interface CommandFaults {
  /** Everything that is wrong, one line each. */
  readonly faults: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const usage = 'usage: main.ts up [COUNT] | down COUNT | status | verify';

/**
 * Reads the command line and the environment: DB_HOST, DB_PORT, DB_NAME (fintrack), DB_USER (fintrack_migrator),
 * DB_PASSWORD (a password or an RDS IAM token), DB_TLS (true), MIGRATION_WAIT_MS, MIGRATION_LOCK_TIMEOUT_MS,
 * MIGRATION_STATEMENT_TIMEOUT_MS. Faults are reported together.
 */
export function parseCommand(args: readonly string[], environment: Environment): MigrationCommand | CommandFaults {
  const faults: string[] = [];
  const [action, countText, ...rest] = args;
  if (rest.length > 0 || !isAction(action)) faults.push(usage);
  const count = countText === undefined ? undefined : integer('COUNT', countText, 1, 1000, faults);
  if (action === 'down' && countText === undefined) faults.push('down: say how many migrations to revert');
  if ((action === 'status' || action === 'verify') && countText !== undefined) faults.push(usage);
  const timeout = (key: string, fallback: number) => integer(`CONFIG: ${key}`, environment[key] ?? String(fallback), 100, 86_400_000, faults);
  const command = {
    connectionString: connection(environment, faults),
    waitMs: timeout('MIGRATION_WAIT_MS', 60_000),
    lockTimeoutMs: timeout('MIGRATION_LOCK_TIMEOUT_MS', 5_000),
    statementTimeoutMs: timeout('MIGRATION_STATEMENT_TIMEOUT_MS', 600_000),
  };
  if (faults.length > 0) return { faults };
  return { action: action as MigrationCommand['action'], ...command, ...(count === undefined ? {} : { count }) };
}

function isAction(action: string | undefined): action is MigrationCommand['action'] {
  return action === 'up' || action === 'down' || action === 'status' || action === 'verify';
}

function connection(environment: Environment, faults: string[]): string {
  const { DB_HOST, DB_PORT, DB_PASSWORD, DB_NAME = 'fintrack', DB_USER = 'fintrack_migrator', DB_TLS = 'true' } = environment;
  for (const [key, value] of Object.entries({ DB_HOST, DB_PORT, DB_PASSWORD })) {
    if (!value) faults.push(`CONFIG: ${key}: is missing`);
  }
  const port = DB_PORT ? integer('CONFIG: DB_PORT', DB_PORT, 1, 65_535, faults) : 0;
  if (DB_TLS !== 'true' && DB_TLS !== 'false') faults.push(`CONFIG: DB_TLS: expected true or false, got ${JSON.stringify(DB_TLS)}`);
  const login = `${encodeURIComponent(DB_USER)}:${encodeURIComponent(DB_PASSWORD ?? '')}`;
  // verify-full: the certificate must be RDS's and name this host; its authority comes by NODE_EXTRA_CA_CERTS.
  return `postgresql://${login}@${DB_HOST}:${port}/${encodeURIComponent(DB_NAME)}${DB_TLS === 'true' ? '?sslmode=verify-full' : ''}`;
}

function integer(name: string, text: string, min: number, max: number, faults: string[]): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  faults.push(`${name}: expected an integer from ${min} to ${max}, got ${JSON.stringify(text)}`);
  return min;
}
