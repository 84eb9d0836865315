import { type ServiceName, serviceNames } from '@fintrack/catalog';

/** ANSI colours that are readable on light and dark ground. */
const colours = [36, 33, 32, 35, 34, 31, 96, 93, 92, 95];
const width = Math.max(...serviceNames.map((name) => name.length));

/** Fields that the prefix or the message already says. */
const omitted = new Set(['level', 'time', 'timestamp', 'msg', 'message', 'service', 'pid', 'hostname', 'version', 'spanId']);

/** Prefixes lines with their origin, in colour on a terminal only. */
export class LogPrinter {
  private readonly write: (text: string) => void;
  private readonly colour: boolean;

  constructor(write: (text: string) => void = (text) => process.stdout.write(text), colour = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined) {
    this.write = write;
    this.colour = colour;
  }

  /** A line of a service's log. */
  service(name: ServiceName, line: string): void {
    this.write(`${this.prefix(name)} ${readable(line)}\n`);
  }

  /** A line of our own. */
  say(line = ''): void {
    this.write(`${line}\n`);
  }

  private prefix(name: ServiceName): string {
    const padded = `${name.padEnd(width)} |`;
    return this.colour ? `\u001b[${colours[serviceNames.indexOf(name) % colours.length]}m${padded}\u001b[0m` : padded;
  }
}

/** A structured log line as a person reads it; any other line as it is. */
export function readable(line: string): string {
  const entry = parse(line);
  if (entry === undefined) return line;
  const message = entry['msg'] ?? entry['message'];
  if (typeof message !== 'string') return line;
  const rest = Object.entries(entry).filter(([key]) => !omitted.has(key)).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [String(entry['level'] ?? 'info'), message, ...rest].join(' ');
}

/** Whether a line says more than that all is well: a warning, an error, or no structured line at all. */
export function needsAttention(line: string): boolean {
  const level = parse(line)?.['level'];
  return level !== 'info' && level !== 'debug';
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
