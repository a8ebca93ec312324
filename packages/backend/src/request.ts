import { type Batch, type Bytes, PAGE_ENTRIES_MAX, type ScanRange } from "./backend.ts";
import { BackendError } from "./backend-error.ts";

/** Refuses a key that is empty or longer than the engine takes. Engines call it first thing. */
export function requireKey(key: Bytes, keyBytesMax: number): void {
  if (key.length === 0 || key.length > keyBytesMax) {
    throw new BackendError("invalid", `"key" expected 1 to ${keyBytesMax} bytes, got ${key.length}`);
  }
}

/**
 * The number of entries that a page may have, refusing what is not a whole number from 1 to {@link PAGE_ENTRIES_MAX}.
 */
export function requireLimit(range: ScanRange): number {
  const limit = range.limit ?? PAGE_ENTRIES_MAX;
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_ENTRIES_MAX) {
    throw new BackendError("invalid", `"limit" expected a whole number from 1 to ${PAGE_ENTRIES_MAX}, got ${limit}`);
  }
  return limit;
}

/** Refuses a batch with a key that the engine cannot take, before anything of it happens. */
export function requireBatch(batch: Batch, keyBytesMax: number): void {
  for (const check of batch.checks) requireKey(check.key, keyBytesMax);
  for (const write of batch.writes) if (write.type !== "delete-range") requireKey(write.key, keyBytesMax);
}
