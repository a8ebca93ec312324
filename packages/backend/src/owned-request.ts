import type { Batch, Bytes, Check, ScanRange, Write } from "./backend.ts";

// Copies requests, for backends that use them after the call has returned: from then on the caller may change the
// bytes.

/** Copies bytes. Does not use `slice()`, because on a Node `Buffer` that shares the memory. */
export function ownedBytes(bytes: Bytes): Bytes {
  return new Uint8Array(bytes);
}

/** Copies keys. */
export function ownedKeys(keys: readonly Bytes[]): Bytes[] {
  return keys.map(ownedBytes);
}

/** Copies a range. */
export function ownedRange(range: ScanRange): ScanRange {
  const { gte, lt, ...walk } = range;
  return { ...walk, ...(gte && { gte: ownedBytes(gte) }), ...(lt && { lt: ownedBytes(lt) }) };
}

/** Copies a batch. */
export function ownedBatch({ checks, writes }: Batch): Batch {
  return { checks: checks.map(ownedCheck), writes: writes.map(ownedWrite) };
}

/** Copies a write. */
export function ownedWrite(write: Write): Write {
  if (write.type === "put") return { type: "put", key: ownedBytes(write.key), value: ownedBytes(write.value) };
  if (write.type === "delete") return { type: "delete", key: ownedBytes(write.key) };
  return { type: "delete-range", gte: ownedBytes(write.gte), lt: ownedBytes(write.lt) };
}

function ownedCheck({ key, value }: Check): Check {
  return { key: ownedBytes(key), value: value && ownedBytes(value) };
}
