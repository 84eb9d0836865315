/** The JSON Schema keywords that the catalog's config keys use. */
export interface ConfigProperty {
  readonly type: string;
  readonly default?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
}

export type ConfigValue = string | number | boolean;
export type ParsedValue = { readonly value: ConfigValue } | { readonly fault: string };

/** Turns an environment variable's text into the value that its schema types, or says what was expected. */
export function parseValue(text: string, property: ConfigProperty): ParsedValue {
  switch (property.type) {
    case 'integer':
      return parseInteger(text, property);
    case 'boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : { fault: `expected true or false, got ${JSON.stringify(text)}` };
    case 'string':
      return parseText(text, property);
    default:
      throw new Error(`a config key of type '${property.type}' is not supported`);
  }
}

function parseInteger(text: string, { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: ConfigProperty): ParsedValue {
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum) return { value };
  return { fault: `expected an integer from ${minimum} to ${maximum}, got ${JSON.stringify(text)}` };
}

/** Free text may be a secret, so a fault tells its length and not the text. */
function parseText(text: string, { minLength = 0, pattern, enum: allowed, format }: ConfigProperty): ParsedValue {
  const got = `got ${text.length} characters`;
  if (allowed && !allowed.includes(text)) return { fault: `expected one of ${allowed.join(', ')}, got ${JSON.stringify(text)}` };
  if (text.length < minLength) return { fault: `expected at least ${minLength} characters, ${got}` };
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return { fault: `expected text that matches ${pattern}, ${got}` };
  if (format === 'uri' && !URL.canParse(text)) return { fault: `expected an absolute URI, ${got}` };
  return { value: text };
}
