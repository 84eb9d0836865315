import type { Role } from '@fintrack/contracts';

/** Who calls, as a verified access token says. */
export interface Principal {
  readonly tenantId: string;
  /** The user's id, or the API key's. */
  readonly userId: string;
  readonly role: Role;
  /** For people to read, in audit entries. */
  readonly name: string;
}
