const secretKey = /authorization|cookie|password|secret|token|api-?_?key|operator-?_?key|jwk|credential/i;
/** `apiKeyId`, `tokenType`: about a secret, not the secret. */
const aboutSecret = /(Id|Ids|Count|Type|Name|At|Seconds|Ms)$/;
const depthMax = 6;

/** A copy of what is to be logged, with the values of keys that name secrets replaced. */
export function redact(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return depth >= depthMax ? '[deep]' : value.map((item) => redact(item, depth + 1));
  if (!isPlain(value)) return typeof value === 'bigint' ? value.toString() : value;
  if (depth >= depthMax) return '[deep]';
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, secretKey.test(key) && !aboutSecret.test(key) ? '[redacted]' : redact(item, depth + 1)]));
}

/** Errors, dates and requests have serialisers of their own. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
