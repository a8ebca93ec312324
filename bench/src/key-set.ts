/** Keys of 24 bytes in a random order that is the same in every run, and the same keys as a store lays them out in its engine. */
export interface KeySet {
  readonly count: number;
  /** As a component names it. */
  guestKey(index: number): string;
  /** As the engine has it: the namespace's prefix, then the key. */
  engineKey(index: number): Buffer;
  /** The same as text of one unit per byte. */
  engineText(index: number): string;
}

export function keySet(count: number, prefix: string): KeySet {
  const guestKeys = Array.from(shuffled(count), (number) => `k/${String(number).padStart(22, "0")}`);
  const engineTexts = guestKeys.map((key) => `${prefix}${key}`);
  const engineKeys = engineTexts.map((text) => Buffer.from(text));
  return {
    count,
    guestKey: (index) => guestKeys[index] as string,
    engineKey: (index) => engineKeys[index] as Buffer,
    engineText: (index) => engineTexts[index] as string,
  };
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
