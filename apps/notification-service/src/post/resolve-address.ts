import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export type Resolver = (host: string) => Promise<readonly ResolvedAddress[]>;

export interface ResolveOptions {
  readonly allowPrivate: boolean;
  /** @default the system's resolver */
  readonly resolve?: Resolver;
}

export type Resolution = { readonly ok: true; readonly value: ResolvedAddress } | { readonly ok: false; readonly error: { readonly code: 'address_not_public' | 'name_not_resolved' } };

/** The one address to connect to. One private address among public ones is an attempt, not an accident: it refuses them all. */
export async function resolveAddress(host: string, { allowPrivate, resolve = (name) => lookup(name, { all: true }) }: ResolveOptions): Promise<Resolution> {
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host).catch(() => []) : [{ address: host, family }];
  const [first] = addresses;
  if (first === undefined) return { ok: false, error: { code: 'name_not_resolved' } };
  if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) return { ok: false, error: { code: 'address_not_public' } };
  return { ok: true, value: first };
}
