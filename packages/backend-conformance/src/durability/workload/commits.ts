import type { Write } from "@airssys/backend";
import { put, remove, removeRange } from "../../expect/writing.ts";
import { type Random, randomFrom } from "./random.ts";

// Each commit is a function of its number, so that whoever looks at a store knows what has to be there.

/** Keys that each commit sets to its number: first, in the middle and last in the order of keys. */
export const NUMBER_KEYS = ["a", "m", "z"] as const;

/** The writes of one commit: its number, and some puts, large ones among them, deletes, and ranges of deletes. */
export function writesOf(number: number): Write[] {
  const random = randomFrom(number);
  const changes = random(40) === 0 ? [removeRange("record/", "record0")] : drawn(random, number);
  return [...changes, ...NUMBER_KEYS.map((key) => put(key, String(number)))];
}

/** The number of the last commit of the request that begins with a commit: some are made together, most are alone. */
export function lastTogether(first: number): number {
  const place = first % 12;
  return place >= 8 ? first + 11 - place : first;
}

function drawn(random: Random, number: number): Write[] {
  return Array.from({ length: random(6) }, () => {
    const key = `record/${String(random(60)).padStart(2, "0")}`;
    const kind = random(20);
    if (kind < 13) return put(key, valueOfCommit(number, random(10) === 0 ? random(LARGE_BYTES) : random(400)));
    if (kind < 18) return remove(key);
    return removeRange(key, `${key.slice(0, -1)}~`);
  });
}

/** Several pages of any engine. */
const LARGE_BYTES = 100_000;

function valueOfCommit(number: number, bytes: number): Uint8Array {
  const value = new Uint8Array(bytes);
  let state = Math.imul(number + 1, 0x9e37_79b1);
  for (let index = 0; index < bytes; index++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    value[index] = state >>> 24;
  }
  return value;
}
