import type { Bytes } from "@airssys/backend";
import { type KeyRange, type Limits, StorageError } from "@airssys/protocol";
import { SEAL_BYTES } from "../cipher/sealed-bytes.ts";
import type { BatchCheck, BatchWrite } from "../contract/operation.ts";
import { requireKey, requirePrefix, requireValue } from "../store/format/key-check.ts";
import { commonPrefix } from "./common-prefix.ts";

/**
 * Keys that an operation reads, writes or reveals: one key, or every key with a prefix. The keys need not exist.
 */
export type Reached =
  | { readonly type: "key"; readonly key: string }
  | { readonly type: "prefix"; readonly prefix: string };

/**
 * Tells the guard how to check one argument of an operation. Every rule implements every method, so that a rule cannot
 * forget a check by omission. The guard calls the methods in the order in which they are declared.
 */
export interface ArgumentRule<in Value> {
  /** Checks the number of items of a list. @throws StorageError `limit-exceeded` */
  requireItems(value: Value, limits: Limits): void;
  /** Checks the grammar of keys. @throws StorageError `invalid-key` */
  requireGrammar(value: Value, limits: Limits): void;
  /** Returns the keys that the key patterns of the grant must cover. */
  reached(value: Value): readonly Reached[];
  /** Checks the size of values. @throws StorageError `value-too-large` */
  requireSize(value: Value, limits: Limits): void;
  /** Returns the bytes of the values to store; `undefined` if the argument contains no value. */
  bytesToWrite(value: Value): number | undefined;
}

/** A check that accepts everything. */
export const acceptAll = (): void => {};

/** The `bytesToWrite` of an argument that is not stored. */
export const noBytes = (): undefined => undefined;

const noKeys = (): readonly Reached[] => [];

/** One key. It need not exist. */
export const oneKey: ArgumentRule<string> = {
  requireItems: acceptAll,
  requireGrammar: requireKey,
  reached: (key) => [{ type: "key", key }],
  requireSize: acceptAll,
  bytesToWrite: noBytes,
};

/** A list of keys. */
export const keyList: ArgumentRule<readonly string[]> = {
  requireItems: requireBatch,
  requireGrammar: requireKeys,
  reached: (keys) => keys.map((key) => ({ type: "key", key })),
  requireSize: acceptAll,
  bytesToWrite: noBytes,
};

/** A key prefix; the empty prefix covers all keys. */
export const keyPrefix: ArgumentRule<string> = {
  requireItems: acceptAll,
  requireGrammar: requirePrefix,
  reached: (prefix) => [{ type: "prefix", prefix }],
  requireSize: acceptAll,
  bytesToWrite: noBytes,
};

/** A range of keys. It reaches every key that begins with the common prefix of its bounds. */
export const keyRange: ArgumentRule<KeyRange> = {
  requireItems: acceptAll,
  requireGrammar: ({ prefix, start, end }, limits) => {
    if (prefix !== undefined) requirePrefix(prefix, limits);
    if (start !== undefined) requireKey(start, limits);
    if (end !== undefined) requireKey(end, limits);
  },
  reached: (range) => [{ type: "prefix", prefix: commonPrefix(range) }],
  requireSize: acceptAll,
  bytesToWrite: noBytes,
};

/** A value to store. */
export const storedValue: ArgumentRule<Bytes> = {
  requireItems: acceptAll,
  requireGrammar: acceptAll,
  reached: noKeys,
  requireSize: requireValue,
  bytesToWrite: (value) => value.length,
};

/** The checks of a batch. */
export const checkList: ArgumentRule<readonly BatchCheck[]> = {
  requireItems: requireBatch,
  requireGrammar: (checks, limits) => requireKeys(checks.map(pickKey), limits),
  reached: (checks) => keyList.reached(checks.map(pickKey)),
  requireSize: acceptAll,
  bytesToWrite: noBytes,
};

/** The writes of a batch. */
export const writeList: ArgumentRule<readonly BatchWrite[]> = {
  requireItems: requireBatch,
  requireGrammar: (writes, limits) => requireKeys(writes.map(pickKey), limits),
  reached: (writes) => keyList.reached(writes.map(pickKey)),
  requireSize: (writes, limits) => {
    for (const write of writes) if (write.type === "set") requireValue(write.value, limits);
  },
  bytesToWrite: (writes) => writes.reduce((sum, write) => sum + (write.type === "set" ? write.value.length : 0), 0),
};

/** The text of an import. The import itself checks each line, by the same rules. */
export const importText: ArgumentRule<string> = {
  requireItems: acceptAll,
  requireGrammar: acceptAll,
  reached: noKeys,
  requireSize: acceptAll,
  bytesToWrite: (lines) => lines.length,
};

/** The name of a cipher key. It follows the grammar of keys, but is not a key of the namespace. */
export const cipherKeyName: ArgumentRule<string> = {
  requireItems: acceptAll,
  requireGrammar: requireKey,
  reached: noKeys,
  requireSize: acceptAll,
  bytesToWrite: noBytes,
};

/** Input of the cipher, which is not stored: a plaintext, or associated data. */
export const cipherInput: ArgumentRule<Bytes> = {
  requireItems: acceptAll,
  requireGrammar: acceptAll,
  reached: noKeys,
  requireSize: requireValue,
  bytesToWrite: noBytes,
};

/** Sealed bytes. Their limit is that of a value plus the overhead of sealing. */
export const sealedBytes: ArgumentRule<Bytes> = {
  requireItems: acceptAll,
  requireGrammar: acceptAll,
  reached: noKeys,
  requireSize: (sealed, limits) =>
    requireValue(sealed, { ...limits, valueBytesMax: limits.valueBytesMax + SEAL_BYTES }),
  bytesToWrite: noBytes,
};

/**
 * An argument that the guard does not check.
 *
 * @param _reason why that is safe, for readers of the definition: for instance, which other code checks it.
 */
export function unchecked(_reason: string): ArgumentRule<unknown> {
  return {
    requireItems: acceptAll,
    requireGrammar: acceptAll,
    reached: noKeys,
    requireSize: acceptAll,
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

function pickKey({ key }: { readonly key: string }): string {
  return key;
}
