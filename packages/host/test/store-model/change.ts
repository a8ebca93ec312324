import type { Expiry, KeyRange } from "../../src/index.ts";

/** A change to the keys of a namespace, as a value. */
export type Change =
  | { readonly type: "set"; readonly key: string; readonly length: number; readonly expiry: ExpiryStep }
  | { readonly type: "delete"; readonly key: string }
  | { readonly type: "set-expiry"; readonly key: string; readonly expiry: ExpiryStep }
  | { readonly type: "delete-range"; readonly range: KeyRange }
  | { readonly type: "clear" };

/** An expiry, `inMs` from the instant of the transaction: in the past if it is negative. */
export type ExpiryStep = "never" | { readonly ttlSeconds: number } | { readonly inMs: number };

/** What can be changed: a store, a transaction, or the model of one. */
export interface Changeable {
  set(key: string, value: Uint8Array, expiry: Expiry): unknown;
  delete(key: string): unknown;
  setExpiry(key: string, expiry: Expiry): unknown;
  deleteRange(range: KeyRange): unknown;
  clear(): unknown;
}

/** Does a change at an instant, and answers what the target answers. */
export function applyChange(target: Changeable, change: Change, now: number): unknown {
  if (change.type === "set") return target.set(change.key, filledValue(change), expiryAt(change.expiry, now));
  if (change.type === "delete") return target.delete(change.key);
  if (change.type === "set-expiry") return target.setExpiry(change.key, expiryAt(change.expiry, now));
  if (change.type === "delete-range") return target.deleteRange(change.range);
  return target.clear();
}

/** Bytes that tell the writes of a key apart by their length. */
function filledValue({ key, length }: Change & { type: "set" }): Uint8Array {
  return new Uint8Array(length).fill(key.length + length);
}

function expiryAt(step: ExpiryStep, now: number): Expiry {
  return typeof step === "object" && "inMs" in step ? { expiresAt: now + step.inMs } : step;
}
