import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.ts';
import { parseConfig } from './parse-config.ts';

// Typed as TypeScript types an imported JSON file: literals widened, absent keywords absent.
const schema = {
  title: 'example environment',
  properties: {
    PORT: { description: 'Port.', type: 'integer' as string, minimum: 0 as number, maximum: 65535 as number },
    GRACE_MS: { type: 'integer' as string, minimum: 0 as number, maximum: 10 as number, default: 7 as number },
    TLS: { type: 'boolean' as string, default: true as boolean },
    LOG_LEVEL: { type: 'string' as string, enum: ['info', 'warn'] as string[], default: 'info' as string },
    URL: { type: 'string' as string, format: 'uri' as string },
    KEY: { type: 'string' as string, minLength: 8 as number },
    PASSWORD: { type: 'string' as string, minLength: 1 as number, 'x-optional': true as boolean },
  },
  required: ['PORT', 'URL', 'KEY'] as string[],
};
const good = { PORT: '8080', URL: 'https://example.org/', KEY: 'longenough' };

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    parseConfig(schema, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('parseConfig', () => {
  it('gives typed values and applies defaults', () => {
    const config = parseConfig(schema, { ...good, TLS: 'false' });
    const port: number = config.PORT;
    const tls: boolean = config.TLS;
    const password: string | undefined = config.PASSWORD;
    expect({ port, tls, password, grace: config.GRACE_MS }).toEqual({ port: 8080, tls: false, password: undefined, grace: 7 });
  });

  it('does not compile for a key that the schema does not declare', () => {
    const config = parseConfig(schema, good);
    // @ts-expect-error UNDECLARED is in no schema
    expect(config.UNDECLARED).toBeUndefined();
    // @ts-expect-error an optional key may be absent
    const password: string = config.PASSWORD;
    expect(password).toBeUndefined();
  });

  it('freezes what it parsed', () => {
    expect(Object.isFrozen(parseConfig(schema, good))).toBe(true);
  });

  it('reports every fault together', () => {
    expect(faultsOf({ PORT: 'abc', TLS: 'yes', LOG_LEVEL: 'loud', URL: 'nowhere' })).toEqual([
      'PORT: expected an integer from 0 to 65535, got "abc"',
      'TLS: expected true or false, got "yes"',
      'LOG_LEVEL: expected one of info, warn, got "loud"',
      'URL: expected an absolute URI, got 7 characters',
      'KEY: expected at least 8 characters, but it is not set',
    ]);
  });

  it.each(['65536', '-1', '1.5', '1e3', ' 80', '0x10'])('refuses %j as a port', (text) => {
    expect(faultsOf({ ...good, PORT: text })).toEqual([`PORT: expected an integer from 0 to 65535, got ${JSON.stringify(text)}`]);
  });

  it('never repeats free text, which may be a secret', () => {
    expect(faultsOf({ ...good, KEY: 'hunter2' }).join()).not.toContain('hunter2');
  });

  it('takes an empty variable for an absent one', () => {
    expect(faultsOf({ ...good, PORT: '' })).toEqual(['PORT: expected an integer from 0 to 65535, but it is not set']);
    expect(parseConfig(schema, { ...good, PASSWORD: '' }).PASSWORD).toBeUndefined();
  });

  it('starts its message with CONFIG: on each line', () => {
    expect(() => parseConfig(schema, { ...good, PORT: 'abc' })).toThrow('CONFIG: PORT: expected an integer from 0 to 65535, got "abc"');
  });
});
