import type { Batch, Bytes, Check, ScanRange, Write } from "./backend.ts";

// Copies of requests, for whoever acts on one after the call that brought it has returned: from then on the caller may
// change the bytes.

/** Not `slice()`, which on a Node `Buffer` shares the memory. */
export function ownedBytes(bytes: Bytes): Bytes {
  return new Uint8Array(bytes);
}

export function ownedKeys(keys: readonly Bytes[]): Bytes[] {
  return keys.map(ownedBytes);
}

export function ownedRange(range: ScanRange): ScanRange {
  const { gte, lt, ...walk } = range;
  return { ...walk, ...(gte && { gte: ownedBytes(gte) }), ...(lt && { lt: ownedBytes(lt) }) };
}

export function ownedBatch({ checks, writes }: Batch): Batch {
  return { checks: checks.map(ownedCheck), writes: writes.map(ownedWrite) };
}

export function ownedWrite(write: Write): Write {
  if (write.type === "put") return { type: "put", key: ownedBytes(write.key), value: ownedBytes(write.value) };
  if (write.type === "delete") return { type: "delete", key: ownedBytes(write.key) };
  return { type: "delete-range", gte: ownedBytes(write.gte), lt: ownedBytes(write.lt) };
}

function ownedCheck({ key, value }: Check): Check {
  return { key: ownedBytes(key), value: value && ownedBytes(value) };
}
