import type { Case } from "../measure.ts";

/** Sets a key by its place, and settles when that is done. */
export type Setter = (index: number) => Promise<unknown>;

/**
 * Every setter sets one key after the other, all setters at the same time.
 *
 * @param keys the keys that each setter has.
 * @param afterwards what has to be done before the next case begins. Its time counts.
 */
export function allAtOnce(
  name: string,
  setters: readonly Setter[],
  keys: number,
  afterwards: () => Promise<void> = async () => {},
): Case {
  let first = 0;
  const setSome = async (set: Setter) => {
    for (let turn = 0; turn < SETS_EACH; turn++) await set((first + turn) % keys);
  };
  return {
    name,
    operationsPerSample: setters.length * SETS_EACH,
    async sample() {
      first = (first + SETS_EACH) % keys;
      await Promise.all(setters.map(setSome));
      await afterwards();
    },
  };
}

const SETS_EACH = 8;
