import { get, keys, set, size } from "../host/storage.ts";
import { inOrder, toBytes, utf8, type Value } from "../values/bytes.ts";
import { same } from "./expect.ts";

/** Entries in source form. */
export type Entries = Readonly<Record<string, Value>>;

/** Sets all entries. */
export function fill(entries: Entries): void {
  for (const [key, value] of Object.entries(entries)) set(key, value);
}

/** Requires that the namespace holds exactly these entries, lists them in order, and uses their bytes. */
export function holdsExactly(entries: Entries | ReadonlyMap<string, Value>): void {
  const expected = entries instanceof Map ? entries : new Map(Object.entries(entries));
  same("storage-keys", keys(), [...expected.keys()].sort(inOrder));
  for (const [key, value] of expected) same(`storage-get of ${JSON.stringify(key)}`, get(key), toBytes(value));
  same("storage-size", size(), countBytes(expected));
}

/** Returns the bytes of all keys and values. */
export function countBytes(entries: ReadonlyMap<string, Value>): number {
  let sum = 0;
  for (const [key, value] of entries) sum += utf8(key).length + toBytes(value).length;
  return sum;
}
