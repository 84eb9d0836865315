import { plainText } from './plain-text.ts';
import { type Column, table } from './table.ts';

export interface OutputStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Results on standard output, as JSON where asked; what happens meanwhile on standard error. */
export class Output {
  readonly streams: OutputStreams;
  readonly json: boolean;

  constructor(streams: OutputStreams, json: boolean) {
    this.streams = streams;
    this.json = json;
  }

  /** The result of a command: `value` for programs, `text` for people. */
  result(value: unknown, text: () => string): void {
    this.streams.stdout.write(`${this.json ? JSON.stringify(value, null, 2) : plainText(text())}\n`);
  }

  /** A remark that is no part of the result. */
  note(text: string): void {
    if (!this.json) this.streams.stderr.write(`${text}\n`);
  }

  /** As wide as the terminal; unbounded where output goes to a file or a program. */
  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
    return table(columns, rows, this.streams.stdout.isTTY ? this.streams.stdout.columns : undefined);
  }
}
