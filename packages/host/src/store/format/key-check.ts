import { type KeyRange, keyFault, type Limits, prefixFault, StorageError } from "@airssys/protocol";
import { type StoredRange, storedRange } from "./key-range.ts";
import { type StoredKey, storedKey } from "./stored-key.ts";

/** The stored form of a key. @throws StorageError `invalid-key` */
export function checkedKey(key: string, limits: Limits): StoredKey {
  requireKey(key, limits);
  return storedKey(key);
}

/**
 * The stored form of a range. @throws StorageError `invalid-key` for a bound that no key could have; TypeError if it is
 * no object
 */
export function checkedRange(range: KeyRange, limits: Limits): StoredRange {
  // A prefix passed in its place, or a misspelt bound, would bound nothing.
  requireKnownNames("range", range, BOUNDS);
  for (const name of BOUNDS) {
    const bound = range[name];
    if (bound !== undefined) requirePrefix(bound, limits);
  }
  return storedRange(range);
}

/**
 * The stored form of a range that is to be emptied. @throws TypeError if it has no bound at all: what removes
 * everything says so
 */
export function boundedRange(range: KeyRange, limits: Limits): StoredRange {
  const stored = checkedRange(range, limits);
  if (Object.values(range).some((bound) => bound !== undefined)) return stored;
  throw new TypeError('"range" expected at least one bound; clear() removes every key');
}

const BOUNDS = ["prefix", "start", "end", "last"] as const satisfies (keyof KeyRange)[];

/** @throws TypeError if an argument is not an object, or has a property that nothing reads */
export function requireKnownNames(argument: string, value: object, known: readonly string[]): void {
  if (typeof value !== "object" || value === null)
    throw new TypeError(`"${argument}" expected an object, got ${value}`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`"${argument}" expected the properties ${known.join(", ")}, got ${unknown}`);
}

/** @throws StorageError `invalid-key`; TypeError if it is no string */
export function requireKey(key: string, { keyBytesMax }: Limits): void {
  if (typeof key !== "string") throw new TypeError(`"key" expected a string, got ${typeof key}`);
  refuse(keyFault(key, keyBytesMax));
}

/** @throws StorageError `invalid-key` */
export function requirePrefix(prefix: string, { keyBytesMax }: Limits): void {
  refuse(prefixFault(prefix, keyBytesMax));
}

/** @throws StorageError `value-too-large`; TypeError if it is no `Uint8Array` */
export function requireValue(value: Uint8Array, { valueBytesMax }: Limits): void {
  // A string or a number would be taken for a length, and stored as so many zeros.
  if (!isBytes(value)) throw new TypeError(`"value" expected a Uint8Array, got ${kindOf(value)}`);
  if (value.length > valueBytesMax) throw new StorageError({ tag: "value-too-large", val: BigInt(valueBytesMax) });
}

/**
 * The caller's bytes as they are now, whatever the caller does with them until they are written. What is too large to
 * be is left as it is.
 */
export function ownedValue(value: Uint8Array, { valueBytesMax }: Limits): Uint8Array {
  return isBytes(value) && value.length <= valueBytesMax ? new Uint8Array(value) : value;
}

/** Also of another realm, where `instanceof` would not know it. */
function isBytes(value: unknown): boolean {
  return value instanceof Uint8Array || kindOf(value) === "Uint8Array";
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -"]".length);
}

function refuse(fault: string | undefined): void {
  if (fault !== undefined) throw new StorageError({ tag: "invalid-key", val: fault });
}
