import type { operations } from '@fintrack/contracts';
import type { Handlers } from '@fintrack/service-kit';

/** A handler for each operation of this service. */
export type AuthHandlers = Handlers<(typeof operations)['auth-service']>;
