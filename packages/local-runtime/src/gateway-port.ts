import { portIsFree } from '@fintrack/backing-services';
import { portHolder } from './port-holder.ts';
import { RuntimeError } from './runtime-error.ts';

export const defaultPort = 4000;
/** Ports tried after the default one. */
const alternatives = 20;

/**
 * The gateway's port: the one asked for, or the default or next free one.
 * @param say told when another port than the default is taken
 * @throws RuntimeError port_busy
 */
export async function gatewayPort(asked: number | undefined, say: (line: string) => void): Promise<number> {
  if (asked === 0) return 0;
  const wanted = asked ?? defaultPort;
  if (await portIsFree(wanted)) return wanted;
  const holder = portHolder(wanted);
  const who = holder ? `process ${holder.pid} (${holder.command.slice(0, 80)})` : 'another program';
  if (asked !== undefined) {
    throw new RuntimeError('port_busy', `Port ${wanted} is in use by ${who}: stop it${holder ? ` (\`kill ${holder.pid}\`)` : ''}, or choose another port with --port.`);
  }
  for (let port = wanted + 1; port <= wanted + alternatives; port += 1) {
    if (await portIsFree(port)) {
      say(`Port ${wanted} is in use by ${who}; using ${port} instead.`);
      return port;
    }
  }
  throw new RuntimeError('port_busy', `Ports ${wanted} to ${wanted + alternatives} are all in use: choose one with --port.`);
}
