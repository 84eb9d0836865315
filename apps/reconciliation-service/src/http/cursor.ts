/** A position in a list as opaque text of URL-safe characters, and back; `undefined` for a text that is no cursor of this list. */
export interface CursorFormat<Position> {
  encode(position: Position): string;
  decode(cursor: string): Position | undefined;
}

/** A cursor made of the texts under `keys`, each of which must match its pattern, since it comes back from outside. */
export function cursorOf<const Key extends string>(patterns: Readonly<Record<Key, RegExp>>): CursorFormat<Readonly<Record<Key, string>>> {
  const keys = Object.keys(patterns) as Key[];
  return {
    encode: (position) => Buffer.from(JSON.stringify(keys.map((key) => position[key]))).toString('base64url'),
    decode: (cursor) => {
      const values = parse(Buffer.from(cursor, 'base64url').toString());
      if (!Array.isArray(values) || values.length !== keys.length) return undefined;
      const isValid = keys.every((key, index) => typeof values[index] === 'string' && patterns[key].test(values[index]));
      return isValid ? (Object.fromEntries(keys.map((key, index) => [key, values[index] as string])) as Record<Key, string>) : undefined;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
