/** Currencies whose minor unit isn't a hundredth. Source: ISO 4217 list one, column "Mnr unt", 2026. */
const EXCEPTIONS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

/** Decimal places of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. Unknown codes have 2. */
export function minorUnitDigits(currency: string): number {
  return EXCEPTIONS.get(currency) ?? 2;
}
