/** Keys that stand as a whole word in none of the sources. */
export function unreadKeys(keys: readonly string[], sources: readonly string[]): string[] {
  return keys.filter((key) => !sources.some((source) => new RegExp(`\\b${key}\\b`).test(source)));
}
