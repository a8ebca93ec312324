import { type Batch, type Bytes, PAGE_ENTRIES_MAX, type ScanRange } from "./backend.ts";
import { BackendError } from "./backend-error.ts";

/**
 * Checks a key of a request. Engines call it before anything else.
 *
 * @throws BackendError `invalid` for a key that is empty or longer than `keyBytesMax`
 *
 * @example
 * ```ts
 * import { requireKey } from "@airssys/backend";
 *
 * requireKey(Uint8Array.of(), 1_900); // throws a BackendError with the code "invalid"
 * ```
 */
export function requireKey(key: Bytes, keyBytesMax: number): void {
  if (key.length === 0 || key.length > keyBytesMax) {
    throw new BackendError("invalid", `"key" expected 1 to ${keyBytesMax} bytes, got ${key.length}`);
  }
}

/**
 * Returns the limit of a scan, or {@link PAGE_ENTRIES_MAX} if it has none.
 *
 * @throws BackendError `invalid` for a limit that is not a whole number from 1 to {@link PAGE_ENTRIES_MAX}
 *
 * @example
 * ```ts
 * import { requireLimit } from "@airssys/backend";
 *
 * requireLimit({ limit: 10 }); // 10
 * requireLimit({}); // 1000
 * ```
 */
export function requireLimit(range: ScanRange): number {
  const limit = range.limit ?? PAGE_ENTRIES_MAX;
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_ENTRIES_MAX) {
    throw new BackendError("invalid", `"limit" expected a whole number from 1 to ${PAGE_ENTRIES_MAX}, got ${limit}`);
  }
  return limit;
}

/**
 * Returns the length in bytes to which a scan cuts values; infinity if it has whole values.
 *
 * @throws BackendError `invalid` for a length that is not a whole number from 0
 *
 * @example
 * ```ts
 * import { requireValueBytesMax } from "@airssys/backend";
 *
 * requireValueBytesMax({ valueBytesMax: 16 }); // 16
 * requireValueBytesMax({}); // Infinity
 * ```
 */
export function requireValueBytesMax({ valueBytesMax }: ScanRange): number {
  if (valueBytesMax === undefined) return Number.POSITIVE_INFINITY;
  if (Number.isInteger(valueBytesMax) && valueBytesMax >= 0) return valueBytesMax;
  throw new BackendError("invalid", `"valueBytesMax" expected a whole number from 0, got ${valueBytesMax}`);
}

/**
 * Checks all keys of a batch. Engines call it before they apply anything. Does not check the bounds of ranges.
 *
 * @throws BackendError `invalid` for a key that is empty or longer than `keyBytesMax`
 *
 * @example
 * ```ts
 * import { requireBatch } from "@airssys/backend";
 *
 * requireBatch({ checks: [], writes: [{ type: "delete", key: Uint8Array.of(1) }] }, 1_900);
 * ```
 */
export function requireBatch(batch: Batch, keyBytesMax: number): void {
  for (const check of batch.checks) requireKey(check.key, keyBytesMax);
  for (const write of batch.writes) if (write.type !== "delete-range") requireKey(write.key, keyBytesMax);
}
