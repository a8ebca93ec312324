import { keyFault, type Limits, prefixFault, StorageError } from "@airssys/protocol";
import { type KeyRange, type StoredRange, storedRange } from "./key-range.ts";
import { type StoredKey, storedKey } from "./stored-key.ts";

/** The stored form of a key. @throws StorageError `invalid-key` */
export function checkedKey(key: string, limits: Limits): StoredKey {
  requireKey(key, limits);
  return storedKey(key);
}

/** The stored form of a range. @throws StorageError `invalid-key` for a bound that no key could have */
export function checkedRange(range: KeyRange, limits: Limits): StoredRange {
  for (const bound of [range.prefix, range.start, range.after, range.end]) {
    if (bound !== undefined) requirePrefix(bound, limits);
  }
  return storedRange(range);
}

/** @throws StorageError `invalid-key` */
export function requireKey(key: string, { keyBytesMax }: Limits): void {
  refuse(keyFault(key, keyBytesMax));
}

/** @throws StorageError `invalid-key` */
export function requirePrefix(prefix: string, { keyBytesMax }: Limits): void {
  refuse(prefixFault(prefix, keyBytesMax));
}

/** @throws StorageError `value-too-large` */
export function requireValue(value: Uint8Array, { valueBytesMax }: Limits): void {
  if (value.length > valueBytesMax) throw new StorageError({ tag: "value-too-large", val: BigInt(valueBytesMax) });
}

function refuse(fault: string | undefined): void {
  if (fault !== undefined) throw new StorageError({ tag: "invalid-key", val: fault });
}
