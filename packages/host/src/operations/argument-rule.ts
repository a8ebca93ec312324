import type { Bytes } from "@airssys/backend";
import { type KeyRange, type Limits, StorageError } from "@airssys/protocol";
import { SEAL_BYTES } from "../cipher/sealed-bytes.ts";
import type { BatchCheck, BatchWrite } from "../contract/operation.ts";
import { requireKey, requirePrefix, requireValue } from "../store/format/key-check.ts";
import { commonPrefix } from "./common-prefix.ts";

/** Keys that an operation touches or tells of: one, or all that begin with a prefix, whether they exist or not. */
export type Reached =
  | { readonly type: "key"; readonly key: string }
  | { readonly type: "prefix"; readonly prefix: string };

/**
 * How the guard judges one argument of an operation. Every rule answers every question, so that an argument without
 * keys says so. The questions are asked in the order in which they stand here.
 */
export interface ArgumentRule<in Value> {
  /** Refuses a list with too many items. @throws StorageError `limit-exceeded` */
  requireItems(value: Value, limits: Limits): void;
  /** Refuses keys that break the grammar. @throws StorageError `invalid-key` */
  requireGrammar(value: Value, limits: Limits): void;
  /** The keys that the key patterns of the grant must include. */
  reached(value: Value): readonly Reached[];
  /** Refuses values that are too large. @throws StorageError `value-too-large` */
  requireSize(value: Value, limits: Limits): void;
  /** Bytes of the values that would be stored; `undefined` if the argument holds none. */
  bytesToWrite(value: Value): number | undefined;
}

/** What a rule says that refuses nothing. */
export const nothing = (): void => {};

/** What a rule says of an argument that is not stored. */
export const noBytes = (): undefined => undefined;

const noKeys = (): readonly Reached[] => [];

/** One key, whether it exists or not. */
export const oneKey: ArgumentRule<string> = {
  requireItems: nothing,
  requireGrammar: requireKey,
  reached: (key) => [{ type: "key", key }],
  requireSize: nothing,
  bytesToWrite: noBytes,
};

/** A list of keys. */
export const keyList: ArgumentRule<readonly string[]> = {
  requireItems: requireBatch,
  requireGrammar: requireKeys,
  reached: (keys) => keys.map((key) => ({ type: "key", key })),
  requireSize: nothing,
  bytesToWrite: noBytes,
};

/** The beginning of keys; empty for all keys. */
export const keyPrefix: ArgumentRule<string> = {
  requireItems: nothing,
  requireGrammar: requirePrefix,
  reached: (prefix) => [{ type: "prefix", prefix }],
  requireSize: nothing,
  bytesToWrite: noBytes,
};

/** A range of keys. It reaches every key that begins with what its bounds have in common. */
export const keyRange: ArgumentRule<KeyRange> = {
  requireItems: nothing,
  requireGrammar: ({ prefix, start, end }, limits) => {
    if (prefix !== undefined) requirePrefix(prefix, limits);
    if (start !== undefined) requireKey(start, limits);
    if (end !== undefined) requireKey(end, limits);
  },
  reached: (range) => [{ type: "prefix", prefix: commonPrefix(range) }],
  requireSize: nothing,
  bytesToWrite: noBytes,
};

/** A value to be stored. */
export const storedValue: ArgumentRule<Bytes> = {
  requireItems: nothing,
  requireGrammar: nothing,
  reached: noKeys,
  requireSize: requireValue,
  bytesToWrite: (value) => value.length,
};

/** Checks of a batch. */
export const checkList: ArgumentRule<readonly BatchCheck[]> = {
  requireItems: requireBatch,
  requireGrammar: (checks, limits) => requireKeys(checks.map(keyOf), limits),
  reached: (checks) => keyList.reached(checks.map(keyOf)),
  requireSize: nothing,
  bytesToWrite: noBytes,
};

/** Writes of a batch. */
export const writeList: ArgumentRule<readonly BatchWrite[]> = {
  requireItems: requireBatch,
  requireGrammar: (writes, limits) => requireKeys(writes.map(keyOf), limits),
  reached: (writes) => keyList.reached(writes.map(keyOf)),
  requireSize: (writes, limits) => {
    for (const write of writes) if (write.type === "set") requireValue(write.value, limits);
  },
  bytesToWrite: (writes) => writes.reduce((sum, write) => sum + (write.type === "set" ? write.value.length : 0), 0),
};

/** Text of an import. Its lines are judged one after the other while it is done, by the same rules. */
export const importText: ArgumentRule<string> = {
  requireItems: nothing,
  requireGrammar: nothing,
  reached: noKeys,
  requireSize: nothing,
  bytesToWrite: (lines) => lines.length,
};

/** The name of a cipher key. It obeys the grammar of keys, and is no key of the namespace. */
export const cipherKeyName: ArgumentRule<string> = {
  requireItems: nothing,
  requireGrammar: requireKey,
  reached: noKeys,
  requireSize: nothing,
  bytesToWrite: noBytes,
};

/** Bytes for the cipher that are not stored: a plaintext, or associated data. */
export const cipherInput: ArgumentRule<Bytes> = {
  requireItems: nothing,
  requireGrammar: nothing,
  reached: noKeys,
  requireSize: requireValue,
  bytesToWrite: noBytes,
};

/** Sealed bytes: as long as the longest plaintext is when it is sealed. */
export const sealedBytes: ArgumentRule<Bytes> = {
  requireItems: nothing,
  requireGrammar: nothing,
  reached: noKeys,
  requireSize: (sealed, limits) =>
    requireValue(sealed, { ...limits, valueBytesMax: limits.valueBytesMax + SEAL_BYTES }),
  bytesToWrite: noBytes,
};

/**
 * An argument that the guard does not judge.
 *
 * @param _reason why nothing can come of it, for whoever reads the definition: who else judges it, for instance.
 */
export function unchecked(_reason: string): ArgumentRule<unknown> {
  return {
    requireItems: nothing,
    requireGrammar: nothing,
    reached: noKeys,
    requireSize: nothing,
    bytesToWrite: noBytes,
  };
}

/** @throws StorageError `limit-exceeded` */
function requireBatch(items: readonly unknown[], { batchItemsMax }: Limits): void {
  if (items.length <= batchItemsMax) return;
  const val = `a batch has at most ${batchItemsMax} items, got ${items.length}`;
  throw new StorageError({ tag: "limit-exceeded", val });
}

/** @throws StorageError `invalid-key` */
function requireKeys(keys: readonly string[], limits: Limits): void {
  for (const key of keys) requireKey(key, limits);
}

function keyOf({ key }: { readonly key: string }): string {
  return key;
}
