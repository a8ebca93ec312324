import type { Batch, Bytes, Check, Write } from "./backend.ts";
import { BackendError } from "./backend-error.ts";
import { concatBytes, keyAfter } from "./bytes.ts";

// Converts requests to the namespaced view of a prefix into requests to the whole backend.

/**
 * Converts a batch of the view of `prefix` to a batch of the whole backend.
 *
 * @throws BackendError `invalid` for an empty key
 *
 * @example
 * ```ts
 * import { batchInside } from "@airssys/backend";
 *
 * batchInside(Uint8Array.of(1), { checks: [], writes: [{ type: "delete", key: Uint8Array.of(2) }] });
 * // { checks: [], writes: [{ type: "delete", key: Uint8Array [1, 2] }] }
 * ```
 */
export function batchInside(prefix: Bytes, { checks, writes }: Batch): Batch {
  return {
    checks: checks.map((check): Check => ({ key: keyInside(prefix, check.key), value: check.value })),
    writes: writes.map((write) => writeInside(prefix, write)),
  };
}

/** Converts a key of the view to a key of the whole backend. @throws BackendError `invalid` for an empty key */
export function keyInside(prefix: Bytes, key: Bytes): Bytes {
  // An empty key would become the bare prefix, which the whole backend accepts, so it must be refused here.
  if (key.length === 0) throw new BackendError("invalid", '"key" expected at least 1 byte, got 0');
  return concatBytes(prefix, key);
}

/** Converts the lower bound of a range of the view. Without one, the range begins after the bare prefix. */
export function startInside(prefix: Bytes, gte: Bytes | undefined): Bytes {
  return gte === undefined || gte.length === 0 ? keyAfter(prefix) : concatBytes(prefix, gte);
}

function writeInside(prefix: Bytes, write: Write): Write {
  if (write.type === "delete-range") {
    return { type: write.type, gte: startInside(prefix, write.gte), lt: concatBytes(prefix, write.lt) };
  }
  return { ...write, key: keyInside(prefix, write.key) };
}
