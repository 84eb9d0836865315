import { describe, expect, it } from '@jest/globals';
import { CliError } from '../cli-error.ts';
import { plainLine, plainText } from './plain-text.ts';

describe('plainText', () => {
  it('keeps lines and letters of every script, and nothing that steers a terminal', () => {
    expect(plainText('Größe 山\n  👩‍🚀')).toBe('Größe 山\n  👩‍🚀');
    expect(plainText('a\u001b[2J\u009b1mb\rc\u202ed')).toBe('a [2J 1mb c d');
    expect(plainLine(' two\r\n lines\t')).toBe('two lines');
  });

  it('holds for what a service says in an error', () => {
    expect(new CliError('x', 'got \u001b]0;title\u0007').toText()).toBe('fintrack: got  ]0;title ');
  });
});
