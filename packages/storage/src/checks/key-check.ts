import { prefixFault, StorageError } from "@airssys/protocol";

/**
 * The key or prefix itself, once it is sure that it reaches the host as it is.
 *
 * The bindings turn a lone surrogate into U+FFFD without a word, so that two keys could become one: this is the one
 * rule that cannot be left to the host. The others, whose limits are the host's own, can.
 */
export function checkedKey(key: string): string {
  if (typeof key !== "string")
    throw new TypeError(`"key" expected a string, got ${key === null ? "null" : typeof key}`);
  if (key.isWellFormed()) return key;
  throw new StorageError({
    tag: "invalid-key",
    val: prefixFault(key, Number.POSITIVE_INFINITY) ?? "must be well-formed",
  });
}
