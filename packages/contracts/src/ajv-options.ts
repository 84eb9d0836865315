import { formats } from './formats/formats.ts';

/**
 * How every validator of these shapes is set up: `new Ajv2020(ajvOptions)`. Nothing is coerced or defaulted, so that
 * TypeScript accepts what the Python models accept. For path and query parameters, which arrive as text, add
 * `coerceTypes: true` and `useDefaults: true`.
 */
export const ajvOptions = { strict: true, allErrors: true, allowUnionTypes: true, formats } as const;
