/**
 * Keys of 24 bytes in a random order that is the same in every run, and the same keys as a store lays them out in its
 * engine.
 */
export interface KeySet {
  readonly count: number;
  /** The index of the first key in order, of the second, and so on. */
  readonly inOrder: Uint32Array;
  /** What the engine's keys begin with: the namespace. */
  readonly enginePrefix: string;
  /** As a component names it. */
  guestKey(index: number): string;
  /** As the engine has it: the namespace's prefix, then the key. */
  engineKey(index: number): Buffer;
  /** The same as text of one unit per byte. */
  engineText(index: number): string;
}

export function keySet(count: number, enginePrefix: string): KeySet {
  const numbers = shuffled(count);
  const guestKeys = Array.from(numbers, (number) => `${KEY_BEGIN}${String(number).padStart(KEY_DIGITS, "0")}`);
  const engineTexts = guestKeys.map((key) => `${enginePrefix}${key}`);
  const engineKeys = engineTexts.map((text) => Buffer.from(text));
  return {
    count,
    inOrder: placesOf(numbers),
    enginePrefix,
    guestKey: (index) => guestKeys[index] as string,
    engineKey: (index) => engineKeys[index] as Buffer,
    engineText: (index) => engineTexts[index] as string,
  };
}

const KEY_BEGIN = "k/";
const KEY_DIGITS = 22;

/**
 * Returns the common prefix of `10 ** digits` neighbouring keys of a set.
 *
 * @param place 0 for the first so many keys, 1 for the next, and so on.
 */
export function neighboursPrefix(digits: number, place: number): string {
  return `${KEY_BEGIN}${String(place).padStart(KEY_DIGITS - digits, "0")}`;
}

/** The first text after every text that begins with the prefix. */
export function prefixEnd(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

/** The numbers below `count` in a random order. */
function shuffled(count: number): Uint32Array {
  const numbers = Uint32Array.from({ length: count }, (_, index) => index);
  const random = generator(42);
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    const kept = numbers[index] as number;
    numbers[index] = numbers[other] as number;
    numbers[other] = kept;
  }
  return numbers;
}

/** Where each number is. */
function placesOf(numbers: Uint32Array): Uint32Array {
  const places = new Uint32Array(numbers.length);
  for (const [place, number] of numbers.entries()) places[number] = place;
  return places;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
