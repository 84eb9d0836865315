import { operations } from '@fintrack/contracts';
import type { Context } from '../context.ts';

/** Ends the session here and at the service. */
export async function logout({ client, output, sessionFile, address }: Context): Promise<void> {
  const session = sessionFile.read();
  // Removed first: who signs out expects to be so, even if the service can't be told.
  sessionFile.remove();
  if (session?.url === address) await client.call(operations['auth-service'].logout, { body: { refreshToken: session.refreshToken } });
  output.result({ signedOut: session !== null }, () => (session ? `Signed out of ${session.url}.` : 'You were not signed in.'));
}
