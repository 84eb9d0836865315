// Marks that turn the direction of writing; other format characters join letters and emoji, and stay.
const STEERING = /[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]/gu;

/** Lines without control characters, by which a text from a bank's file could steer the terminal. */
export function plainText(text: string): string {
  return text.replaceAll(STEERING, ' ');
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/gu, ' ').trim();
}
