import { StorageError } from "@airssys/protocol";
import { NEVER } from "../store/format/stored-entry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";
import { oneKey, unchecked } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Adds to a counter and returns its new value. */
export const increment = defineOperation<"increment">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey, delta: unchecked("any 64 bits; the sum must fit") },
  bytesRead: noValue,
  perform: inTransaction((transaction, { key, delta }) => addToCounter(transaction, key, delta)),
});

const COUNTER_MIN = -(2n ** 63n);
const COUNTER_MAX = 2n ** 63n - 1n;

/** A stored counter: a whole number in JSON, in its one canonical form. */
const COUNTER = /^(?:0|-?[1-9]\d{0,18})$/;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/** @throws StorageError `invalid-argument` */
function* addToCounter(transaction: Transaction, key: string, delta: bigint): Steps<bigint> {
  const stored = storedKey(key);
  const entry = yield* transaction.getEntry(stored);
  const next = (entry === undefined ? 0n : parseCounter(entry.value)) + delta;
  if (!isCounter(next)) throw counterError(`the counter would be ${next}, which does not fit in 64 bits`);
  yield* transaction.set(stored, encoder.encode(next.toString()), entry?.expiresAt ?? NEVER);
  return next;
}

function parseCounter(value: Uint8Array): bigint {
  const text = decoder.decode(value.subarray(0, 32)); // longer than any counter
  const counter = COUNTER.test(text) ? BigInt(text) : undefined;
  if (counter !== undefined && isCounter(counter)) return counter;
  throw counterError("the value of the key is not a counter: expected a whole number of 64 bits in decimal digits");
}

function isCounter(number: bigint): boolean {
  return number >= COUNTER_MIN && number <= COUNTER_MAX;
}

function counterError(val: string): StorageError {
  return new StorageError({ tag: "invalid-argument", val });
}
