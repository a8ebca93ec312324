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
import { RECORD_KEY } from "./stored-key.ts";

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

/** Translates a batch from the keys of a namespace, where its record is {@link RECORD_KEY}, to those of the backend. */
export function batchOfNamespace({ prefix, recordKey }: NamespaceLayout, batch: Batch): Batch {
  const inside = batchInside(prefix, batch);
  return {
    checks: inside.checks.map((check, index) => (isRecord(batch.checks[index]) ? { ...check, key: recordKey } : check)),
    writes: inside.writes.map((write, index) => (isRecord(batch.writes[index]) ? { ...write, key: recordKey } : write)),
  };
}

/** Compares with the constant itself and not with its bytes, which would cost each write. */
function isRecord(item: Check | Write | undefined): boolean {
  return item !== undefined && "key" in item && item.key === RECORD_KEY;
}

/** Length of the longest prefix: no kind of namespace has a longer name than those of components, and ids are ASCII. */
export const NAMESPACE_PREFIX_BYTES_MAX = layoutNamespace(componentNamespace("x".repeat(COMPONENT_ID_CHARACTERS_MAX)))
  .prefix.length;
