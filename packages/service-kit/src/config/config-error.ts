/** Thrown at start; `faults` lists every fault of the environment as `<KEY>: <what was expected>`. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.map((fault) => `CONFIG: ${fault}`).join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}
