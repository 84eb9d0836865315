import { connect } from 'node:net';

/**
 * Sends one inline command to a Redis server and resolves with the reply's text.
 * Sufficient for replies that arrive in one piece, as those to PING and CLUSTER INFO do.
 */
export function ask(port: number, command: string, timeoutMs = 1_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () => fail(new Error(`no reply to ${command} in ${timeoutMs} ms`)));
    socket.once('error', fail);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('utf8'));
    });
    socket.write(`${command}\r\n`);
  });
}
