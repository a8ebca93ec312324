import { type Random, randomFrom } from "@airssys/backend-conformance/durability/judge";
import { applyChange, type Change, type Changeable } from "../store-model/change.ts";

// What the writers of these tests write: each transaction is a function of its number, so that whoever looks knows what
// has to be there.

/** Namespaces that are written to: one by commits that are alone, several by commits that are grouped. */
export function namesOf(way: string): string[] {
  return way === "alone" ? ["app:one"] : ["app:one", "app:two", "app:three", "app:four"];
}

/** The instant of a transaction: a second after the one before. */
export function instantOf(number: number): number {
  return 1_000_000 + number * 1_000;
}

/** Keys that each transaction sets to its number: first, in the middle and last in the order of keys. */
export const NUMBERED_KEYS = ["a", "m", "z"] as const;

/** The number that one of these keys holds. */
export function numberIn(value: Uint8Array | undefined): number {
  return Number(new TextDecoder().decode(value));
}

/** Does one transaction, and yields what each of its operations answers. */
export function* workOf(target: Changeable, number: number): Iterable<unknown> {
  for (const change of changesOf(number)) yield applyChange(target, change, instantOf(number));
  for (const key of NUMBERED_KEYS) yield target.set(key, new TextEncoder().encode(String(number)), "never");
}

/**
 * What a transaction does beside its number: it sets, deletes, lets expire, and now and then removes many keys or all.
 */
function changesOf(number: number): Change[] {
  const random = randomFrom(number);
  if (random(50) === 0) return [{ type: "clear" }];
  return Array.from({ length: random(6) }, () => draw(random));
}

function draw(random: Random): Change {
  const key = `record/${random(60)}`;
  const kind = random(20);
  if (kind < 11) return { type: "set", key, length: random(10) === 0 ? random(20_000) : random(400), expiry: "never" };
  if (kind < 14) return { type: "set", key, length: random(400), expiry: { ttlSeconds: 1 + random(9) } };
  if (kind < 15) return { type: "set-expiry", key, expiry: { ttlSeconds: 1 + random(9) } };
  if (kind < 19) return { type: "delete", key };
  return { type: "delete-range", range: { prefix: `record/${random(6)}` } };
}
