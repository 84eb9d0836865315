import { describe, expect, it } from '@jest/globals';
import { webhookUrlFault } from './webhook-url.ts';

const fault = (text: string, allowPrivate = false) => webhookUrlFault(text, { allowPrivate });

describe('webhookUrlFault', () => {
  it('accepts a public https address', () => {
    expect(fault('https://hooks.example.com/fintrack?x=1')).toBeUndefined();
    expect(fault('https://8.8.8.8/x')).toBeUndefined();
  });

  it.each([
    ['hooks.example.com', 'not_a_url'],
    ['ftp://example.com', 'not_a_url'],
    ['http://example.com', 'not_https'],
    ['https://user:secret@example.com', 'has_credentials'],
    ['https://127.0.0.1/', 'address_not_public'],
    ['https://2130706433/', 'address_not_public'],
    ['https://0x7f.1/', 'address_not_public'],
    ['https://[::1]/', 'address_not_public'],
    ['https://[::ffff:169.254.169.254]/', 'address_not_public'],
    ['https://localhost/', 'address_not_public'],
    ['https://metadata.google.internal/', 'address_not_public'],
    ['https://ip-10-0-0-1.ec2.internal./', 'address_not_public'],
    [`https://example.com/${'x'.repeat(2048)}`, 'too_long'],
  ])('refuses %s as %s', (text, code) => {
    expect(fault(text)).toBe(code);
  });

  it('lets http and loopback through where private addresses are allowed, but still no credentials', () => {
    expect(fault('http://127.0.0.1:8080/hook', true)).toBeUndefined();
    expect(fault('http://a:b@127.0.0.1:8080/hook', true)).toBe('has_credentials');
  });
});
