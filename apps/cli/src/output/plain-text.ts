/** Lines without control characters, by which a text from a bank's file could steer the terminal. */
export function plainText(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/gu, ' ');
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/gu, ' ').trim();
}
