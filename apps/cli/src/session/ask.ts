import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Asks on standard error, so that standard output holds results alone. */
export async function ask({ stdin, stderr }: Terminal, question: string): Promise<string> {
  const line = createInterface({ input: stdin, output: stderr });
  try {
    return (await line.question(question)).trim();
  } finally {
    line.close();
  }
}

/** Asks without showing what is typed. */
export async function askSecret({ stdin, stderr }: Terminal, question: string): Promise<string> {
  stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return await line.question('');
  } finally {
    line.close();
    stderr.write('\n');
  }
}

/** All of standard input, less the line end that `echo` adds. */
export async function readAll(stdin: NodeJS.ReadStream): Promise<string> {
  let text = '';
  for await (const chunk of stdin.setEncoding('utf8')) text += chunk as string;
  return text.replace(/\r?\n$/, '');
}
