const words = 16;
const space = 32;

/**
 * A text as a set of its character trigrams, hashed into 512 bits: similarity of two texts then costs 16
 * operations and no allocation, where sorted trigram lists cost a hundred times that. Collisions only
 * raise the similarity of long texts slightly. Letters and digits count, all else is one word boundary.
 */
export function textSignature(upperCaseText: string): Int32Array {
  const bits = new Int32Array(words);
  let before = space;
  let last = space;
  for (let index = 0; index <= upperCaseText.length; index += 1) {
    const code = index === upperCaseText.length ? space : letterOrSpace(upperCaseText.charCodeAt(index));
    if (code === space && last === space) continue;
    const hash = Math.imul(((before << 16) ^ (last << 8) ^ code) + 1, 0x9e3779b1) >>> 23;
    const word = hash >>> 5;
    bits[word] = (bits[word] ?? 0) | (1 << (hash & 31));
    before = last;
    last = code;
  }
  return bits;
}

/** 0 to 1: half Dice, half overlap, since one side is often a shortened form of the other. */
export function similarity(a: Int32Array, b: Int32Array): number {
  let inA = 0;
  let inB = 0;
  let inBoth = 0;
  for (let word = 0; word < words; word += 1) {
    const left = a[word] ?? 0;
    const right = b[word] ?? 0;
    inA += bitCount(left);
    inB += bitCount(right);
    inBoth += bitCount(left & right);
  }
  const smaller = Math.min(inA, inB);
  return smaller === 0 ? 0 : inBoth / (inA + inB) + inBoth / (2 * smaller);
}

function letterOrSpace(code: number): number {
  const letterOrDigit = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code > 127;
  return letterOrDigit ? code : space;
}

/** Set bits of a 32-bit integer (Hacker's Delight, 5-1). */
function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
