import type { Batch, Bytes, Check, Write } from "./backend.ts";
import { BackendError } from "./backend-error.ts";
import { concatBytes, keyAfter } from "./bytes.ts";

// How the view of a prefix is seen from the whole backend.

/**
 * A batch of the view under `prefix` as a batch of the whole backend. @throws BackendError `invalid` for an empty key
 */
export function batchInside(prefix: Bytes, { checks, writes }: Batch): Batch {
  return {
    checks: checks.map((check): Check => ({ key: keyInside(prefix, check.key), value: check.value })),
    writes: writes.map((write) => writeInside(prefix, write)),
  };
}

/** A key of the view as a key of the whole. */
export function keyInside(prefix: Bytes, key: Bytes): Bytes {
  // An empty key of the view would be the bare prefix, which the whole takes: refuse it here.
  if (key.length === 0) throw new BackendError("invalid", '"key" expected at least 1 byte, got 0');
  return concatBytes(prefix, key);
}

/** The start of a range of the view: without one, the first key after the bare prefix. */
export function startInside(prefix: Bytes, gte: Bytes | undefined): Bytes {
  return gte === undefined || gte.length === 0 ? keyAfter(prefix) : concatBytes(prefix, gte);
}

function writeInside(prefix: Bytes, write: Write): Write {
  if (write.type === "delete-range") {
    return { type: write.type, gte: startInside(prefix, write.gte), lt: concatBytes(prefix, write.lt) };
  }
  return { ...write, key: keyInside(prefix, write.key) };
}
