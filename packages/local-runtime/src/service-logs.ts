import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@fintrack/catalog';

/** One file per service, begun anew with each start. */
export class ServiceLogs {
  private readonly streams: ReadonlyMap<ServiceName, WriteStream>;

  constructor(folder: string, names: readonly ServiceName[]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.streams = new Map(names.map((name) => [name, createWriteStream(join(folder, `${name}.log`), { mode: 0o600 })]));
    // A full disk or a removed folder must not end what is only logged.
    for (const stream of this.streams.values()) stream.on('error', () => undefined);
  }

  write(name: ServiceName, line: string): void {
    const stream = this.streams.get(name);
    if (stream?.writable) stream.write(`${line}\n`);
  }

  async close(): Promise<void> {
    await Promise.all([...this.streams.values()].map((stream) => new Promise<void>((resolve) => (stream.destroyed ? resolve() : stream.end(() => resolve())))));
  }
}
