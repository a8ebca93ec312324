/**
 * The places of a namespace in the backend. Changing them breaks every store that exists.
 *
 * ```
 * record   0x00 "ns" 0x00 name     the records of all namespaces lie next to each other
 * keys     name ":" key            the keys of a namespace: its guest's, and those of its expiry index
 * ```
 */
import { type Batch, type Bytes, batchInside, type Check, type Write } from "@airssys/backend";
import { COMPONENT_ID_CHARACTERS_MAX, componentNamespace, namespaceFault } from "@airssys/protocol";
import { FLOOR_KEY, RECORD_KEY } from "./stored-key.ts";
import { STORED_FLOOR_KEY } from "./version-floor.ts";

/** The places of one namespace. */
export interface NamespaceLayout {
  /** The beginning of its keys in the backend. No prefix begins with that of another namespace. */
  readonly prefix: Bytes;
  /** The key of its record in the backend. */
  readonly recordKey: Bytes;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Finds the places of a namespace. @throws RangeError if the name is none */
export function layoutNamespace(name: string): NamespaceLayout {
  const fault = namespaceFault(name);
  if (fault !== undefined) throw new RangeError(`"name" ${fault}`);
  return { prefix: encoder.encode(`${name}:`), recordKey: encoder.encode(`${RECORDS_PREFIX}${name}`) };
}

const RECORDS_PREFIX = "\0ns\0";

/** The range of all records. */
export const RECORDS = { gte: encoder.encode(RECORDS_PREFIX), lt: encoder.encode("\0ns\x01") } as const;

/** Returns the name of the namespace whose record has this key. */
export function recordName(recordKey: Bytes): string {
  return decoder.decode(recordKey.subarray(RECORDS_PREFIX.length));
}

/**
 * Returns the name of the namespace that a key belongs to, whether or not there is such a namespace; `undefined` for
 * one that could belong to none.
 */
export function namespaceOfKey(key: Bytes): string | undefined {
  const end = Math.min(key.length, NAMESPACE_PREFIX_BYTES_MAX);
  let name = "";
  for (const byte of key.subarray(0, end)) {
    if (byte === COLON && namespaceFault(name) === undefined) return name;
    name += String.fromCharCode(byte); // names are ASCII
  }
  return undefined;
}

const COLON = 0x3a;

/** Returns the key of the records of all namespaces whose names do not come before a text. */
export function recordsFrom(name: string): Bytes {
  return encoder.encode(`${RECORDS_PREFIX}${name}`);
}

/**
 * Translates a batch from the keys of a namespace, where {@link RECORD_KEY} and {@link FLOOR_KEY} stand for its record
 * and the floor, to those of the backend.
 */
export function batchOfNamespace(layout: NamespaceLayout, batch: Batch): Batch {
  const inside = batchInside(layout.prefix, batch);
  return {
    checks: inside.checks.map((check, index) => withSystemKey(layout, check, batch.checks[index])),
    writes: inside.writes.map((write, index) => withSystemKey(layout, write, batch.writes[index])),
  };
}

function withSystemKey<Item extends Check | Write>(layout: NamespaceLayout, inside: Item, given: Item | undefined) {
  const key = given !== undefined && "key" in given ? systemKey(layout, given.key) : undefined;
  return key === undefined ? inside : { ...inside, key };
}

/**
 * Returns the key in the backend that a key of the namespace stands for, or `undefined` for all others. Compares with
 * the constants themselves and not with their bytes, which would cost each write.
 */
export function systemKey({ recordKey }: NamespaceLayout, key: Bytes): Bytes | undefined {
  if (key === RECORD_KEY) return recordKey;
  return key === FLOOR_KEY ? STORED_FLOOR_KEY : undefined;
}

/** Length of the longest prefix: no kind of namespace has a longer name than those of components, and ids are ASCII. */
export const NAMESPACE_PREFIX_BYTES_MAX = layoutNamespace(componentNamespace("x".repeat(COMPONENT_ID_CHARACTERS_MAX)))
  .prefix.length;
