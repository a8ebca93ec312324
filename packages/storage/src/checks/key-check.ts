import { prefixFault, StorageError } from "@airssys/protocol";

/**
 * Throws for a key or prefix that would not reach the host unchanged: bindings turn a lone surrogate into U+FFFD
 * without an error, so that two keys could become one. The host checks all other rules, since it has its own limits.
 *
 * @throws StorageError `invalid-key` for a lone surrogate, TypeError for anything but a string.
 */
export function requireKey(key: string): void {
  if (typeof key !== "string")
    throw new TypeError(`"key" expected a string, got ${key === null ? "null" : typeof key}`);
  if (key.isWellFormed()) return;
  throw invalidKey(prefixFault(key, Number.POSITIVE_INFINITY) ?? "must be well-formed");
}

/** Throws as `requireKey` does, and for an empty key, which no host could refuse once something is put before it. */
export function requireWholeKey(key: string): void {
  requireKey(key);
  if (key === "") throw invalidKey("must not be empty");
}

function invalidKey(fault: string): StorageError {
  return new StorageError({ tag: "invalid-key", val: fault });
}
