/** What a refresh token (`ftr`) or API key (`ftk`) says: whose it is, which one, and its secret. */
export interface TokenText {
  readonly tenantId: string;
  readonly id: string;
  readonly secret: string;
}

export type TokenKind = 'ftr' | 'ftk';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const pattern = new RegExp(`^(ftr|ftk)_(${uuid})_(${uuid})_([A-Za-z0-9_-]{43})$`);

/** `ftr_<tenant id>_<id>_<secret>`: the tenant, since its rows can't be seen without, and a prefix that secret scanners find. */
export function formatToken(kind: TokenKind, { tenantId, id, secret }: TokenText): string {
  return `${kind}_${tenantId}_${id}_${secret}`;
}

/** Undefined for a text that is no token of this kind. */
export function parseToken(kind: TokenKind, text: string): TokenText | undefined {
  const [, found, tenantId, id, secret] = pattern.exec(text) ?? [];
  if (found !== kind || tenantId === undefined || id === undefined || secret === undefined) return undefined;
  return { tenantId, id, secret };
}
