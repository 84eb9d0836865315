/** The keywords that the contracts use, read from any of their schemas. */
export interface SchemaNode {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** JSON text that JSON.stringify can't write, such as 1.0 or 1e400. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const MARK = '\u{10FFFE}';

/** The JSON text of a value in which RawJson stands as it is. */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) => (item instanceof RawJson ? `${MARK}${item.text}${MARK}` : item));
  return text.replaceAll(new RegExp(`"${MARK}(.*?)${MARK}"`, 'gu'), (_, raw: string) => raw);
}
