import { get, keys, set, size } from "../host/storage.ts";
import { bytesOf, inOrder, utf8, type Value } from "../values/bytes.ts";
import { same } from "./expect.ts";

/** Entries as a law writes them. */
export type Entries = Readonly<Record<string, Value>>;

/** Sets all of them. */
export function fill(entries: Entries): void {
  for (const [key, value] of Object.entries(entries)) set(key, value);
}

/** The namespace holds these entries and no others, in order, and takes the bytes of these. */
export function holdsExactly(entries: Entries | ReadonlyMap<string, Value>): void {
  const expected = entries instanceof Map ? entries : new Map(Object.entries(entries));
  same("storage-keys", keys(), [...expected.keys()].sort(inOrder));
  for (const [key, value] of expected) same(`storage-get of ${JSON.stringify(key)}`, get(key), bytesOf(value));
  same("storage-size", size(), bytesOfAll(expected));
}

/** Bytes of keys and values together. */
export function bytesOfAll(entries: ReadonlyMap<string, Value>): number {
  let sum = 0;
  for (const [key, value] of entries) sum += utf8(key).length + bytesOf(value).length;
  return sum;
}
