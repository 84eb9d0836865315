/**
 * The offered media type that a request's Accept header prefers (RFC 9110, 12.5.1); the first offer where it has no
 * preference or there is no header; undefined where it takes none of them.
 */
export function negotiate<Offer extends string>(accept: string | undefined, offers: readonly Offer[]): Offer | undefined {
  if (accept === undefined || accept.trim() === '') return offers[0];
  const ranges = accept.split(',').map(parseRange);
  const weighted = offers.map((offer) => ({ offer, weight: weightOf(offer, ranges) })).filter(({ weight }) => weight > 0);
  // Stable, so that of equal ones the first offer wins.
  return weighted.sort((a, b) => b.weight - a.weight)[0]?.offer;
}

interface Range {
  readonly type: string;
  readonly weight: number;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => /^q=/.test(parameter))?.slice(2) ?? '1';
  return { type, weight: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 };
}

/** The most specific range decides. */
function weightOf(offer: string, ranges: readonly Range[]): number {
  for (const type of [offer, `${offer.split('/')[0]}/*`, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === type);
    if (range) return range.weight;
  }
  return 0;
}
