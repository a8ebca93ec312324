/** Returns numbers from 0 to below a bound. */
export type Random = (below: number) => number;

/**
 * Returns a generator of numbers: the same ones for the same seed.
 *
 * @example
 * ```ts
 * import { randomFrom } from "@airssys/backend-conformance/durability/judge";
 *
 * const random = randomFrom(7);
 * random(6); // 3
 * ```
 */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed, 0x9e37_79b1) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
