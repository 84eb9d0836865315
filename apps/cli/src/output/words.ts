/** `2026-11-24T10:15:00.000Z` → `2026-11-24 10:15:00`. */
export function instantText(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}

/** `no_counterpart` → `no counterpart`. */
export function codeText(code: string): string {
  return code.replaceAll('_', ' ');
}

/** `1 match`, `2 matches`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** `850 ms`, `12.3 s`. */
export function durationText(durationMs: number): string {
  return durationMs < 1000 ? `${durationMs} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
