import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export type WebhookUrlFault = 'not_a_url' | 'not_https' | 'has_credentials' | 'address_not_public' | 'too_long';

const URL_LENGTH_MAX = 2000;

/** What is wrong with `text` as address of a webhook, as far as it shows without resolving its name. */
export function webhookUrlFault(text: string, rules: { allowPrivate: boolean }): WebhookUrlFault | undefined {
  if (text.length > URL_LENGTH_MAX) return 'too_long';
  const url = URL.parse(text);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return 'not_a_url';
  if (url.username !== '' || url.password !== '') return 'has_credentials';
  if (rules.allowPrivate) return undefined;
  if (url.protocol !== 'https:') return 'not_https';
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isPublicAddress(host)) return 'address_not_public';
  if (/(^|\.)(localhost|local|internal)\.?$/.test(host)) return 'address_not_public';
  return undefined;
}

/** The host name or address of `url`, IPv6 without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}
