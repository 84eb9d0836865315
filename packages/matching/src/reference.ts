/** What banks write where there is no reference (ISO 20022 and SWIFT conventions). */
const placeholders: ReadonlySet<string> = new Set(['', 'NOTPROVIDED', 'NONREF', 'NONE', 'N/A', 'NA', '-', '0']);

const whitespace = /\s+/g;

/** A reference as compared: upper case, no white space; undefined when there is none. */
export function normaliseReference(reference: string | null): string | undefined {
  if (reference === null || reference === '') return undefined;
  const upper = reference.toUpperCase();
  const compact = upper.replace(whitespace, '');
  return placeholders.has(compact) ? undefined : compact;
}
