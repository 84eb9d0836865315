const KEYWORDS = new Set(['from', 'class', 'def', 'import', 'global', 'pass', 'return', 'lambda', 'not', 'is', 'in', 'and', 'or', 'if', 'else', 'for']);

/** `amountMinor` → `amount_minor`; a keyword gets a trailing underscore. */
export function pythonName(property: string): string {
  const snake = property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return KEYWORDS.has(snake) ? `${snake}_` : snake;
}

/** `amountMinor` → `AmountMinor`. */
export function pascalCase(property: string): string {
  return property.charAt(0).toUpperCase() + property.slice(1);
}

/** A Python string literal, all ASCII; JSON's escapes are Python's, but for characters beyond the BMP. */
export function pythonText(text: string): string {
  return JSON.stringify(text).replaceAll(/[^ -~]/gu, (character) => {
    const point = character.codePointAt(0) as number;
    return point > 0xffff ? `\\U${point.toString(16).padStart(8, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`;
  });
}
