export type BackingServiceErrorCode =
  | 'port_busy'
  | 'data_in_use'
  | 'data_version_mismatch'
  | 'database_still_running'
  | 'program_missing'
  | 'not_ready_in_time'
  | 'stopped_early'
  | 'unusable_folder';

/** A backing service could not be started; the message says what to do about it. */
export class BackingServiceError extends Error {
  readonly code: BackingServiceErrorCode;

  constructor(code: BackingServiceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackingServiceError';
    this.code = code;
  }
}
