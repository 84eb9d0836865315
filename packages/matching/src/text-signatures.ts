// Read once: the global object is slow to reach from inside a test's context, and this is the innermost loop.
const { imul } = Math;
const words = 16;
const space = 32;

/** Something with a place of its own in the signatures' memory, and the texts that describe it. */
export interface Described {
  readonly rank: number;
  readonly name: string;
  readonly description: string;
}

/**
 * Texts as sets of their character trigrams, hashed into 512 bits each: similarity of two texts then costs
 * 16 operations and no allocation, where sorted trigram lists cost a hundred times that. Collisions only
 * raise the similarity of long texts slightly. Letters and digits count, without case; all else is one
 * word boundary. All signatures of a call lie in one array, written when first asked for.
 */
export class TextSignatures {
  readonly #bits: Int32Array;
  /** Set bits of each signature, plus one; 0 where it is not written yet. */
  readonly #sizes: Uint16Array;

  /** @param capacity ranks run from 0 to one less */
  constructor(capacity: number) {
    this.#bits = new Int32Array(capacity * words);
    this.#sizes = new Uint16Array(capacity);
  }

  /** Distinct trigrams, as far as the hash tells them apart; 0 for a text without letters and digits. */
  size(text: Described): number {
    const known = this.#sizes[text.rank] ?? 0;
    return (known === 0 ? this.#write(text) : known) - 1;
  }

  /** 0 to 1: half Dice, half overlap, since one side is often a shortened form of the other. */
  similarity(a: Described, b: Described): number {
    const inA = this.size(a);
    const inB = this.size(b);
    const smaller = Math.min(inA, inB);
    if (smaller === 0) return 0;
    const bits = this.#bits;
    let inBoth = 0;
    for (let word = 0; word < words; word += 1) inBoth += bitCount((bits[a.rank * words + word] ?? 0) & (bits[b.rank * words + word] ?? 0));
    return inBoth / (inA + inB) + inBoth / (2 * smaller);
  }

  #write({ rank, name, description }: Described): number {
    const start = rank * words;
    this.#add(start, name);
    this.#add(start, description);
    let size = 1;
    for (let word = start; word < start + words; word += 1) size += bitCount(this.#bits[word] ?? 0);
    this.#sizes[rank] = size;
    return size;
  }

  #add(start: number, text: string): void {
    const bits = this.#bits;
    let before = space;
    let last = space;
    for (let index = 0; index <= text.length; index += 1) {
      const code = index === text.length ? space : letterOrSpace(text.charCodeAt(index));
      if (code === space && last === space) continue;
      const hash = imul(((before << 16) ^ (last << 8) ^ code) + 1, 0x9e3779b1) >>> 23;
      const word = start + (hash >>> 5);
      bits[word] = (bits[word] ?? 0) | (1 << (hash & 31));
      before = last;
      last = code;
    }
  }
}

/** Upper-case code of an ASCII letter, the code of a digit or of anything beyond ASCII, else a space. */
function letterOrSpace(code: number): number {
  if (code >= 97 && code <= 122) return code - 32;
  return (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code > 127 ? code : space;
}

/** Set bits of a 32-bit integer (Hacker's Delight, 5-1). */
function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
