export type RuntimeErrorCode =
  | 'port_busy'
  | 'data_folder_foreign'
  | 'data_folder_outdated'
  | 'python_missing'
  | 'program_missing'
  | 'migration_failed'
  | 'service_failed'
  | 'bundle_failed'
  | 'seed_failed'
  | 'unexpected_answer';

/** Something that the person at the keyboard can mend; the message says how. Shown without a stack. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;

  constructor(code: RuntimeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RuntimeError';
    this.code = code;
  }
}
