/**
 * The case of `airssys:wasm/storage#storage-error` and what it carries, as both sides of the boundary see it: a variant
 * with a tag, and a `bigint` for every `u64`.
 */
export type StorageErrorPayload =
  | { readonly tag: "permission-denied"; readonly val: string }
  | { readonly tag: "quota-exceeded"; readonly val: QuotaExceededDetails }
  | { readonly tag: "key-not-found" }
  | { readonly tag: "invalid-key"; readonly val: string }
  | { readonly tag: "value-too-large"; readonly val: bigint }
  | { readonly tag: "internal-error"; readonly val: string }
  | { readonly tag: "invalid-argument"; readonly val: string }
  | { readonly tag: "limit-exceeded"; readonly val: string }
  | { readonly tag: "conflict" };

/** Sizes in bytes: `used` before the write, `requested` is what the write would have added. */
export interface QuotaExceededDetails {
  readonly used: bigint;
  readonly quota: bigint;
  readonly requested: bigint;
}

/** What went wrong, to be compared in code. The set grows by appending; a code never changes its meaning. */
export type StorageErrorCode = StorageErrorPayload["tag"];

/** Every code, in the order of the contract. */
export const STORAGE_ERROR_CODES: readonly StorageErrorCode[] = [
  "permission-denied",
  "quota-exceeded",
  "key-not-found",
  "invalid-key",
  "value-too-large",
  "internal-error",
  "invalid-argument",
  "limit-exceeded",
  "conflict",
];

/**
 * A storage operation that failed as the contract foresees. Compare `code`; messages are for people and may improve any
 * day.
 *
 * `payload` is an own property, which is how the component bindings recognise an error: one that a guest throws out of
 * an export declared `result<_, storage-error>` arrives typed at the caller.
 *
 * @example
 * ```ts
 * import { StorageError } from "@airssys/protocol";
 *
 * const error = new StorageError({ tag: "value-too-large", val: 1_048_576n });
 * error.code; // "value-too-large"
 * error.message; // "value is larger than the limit of 1048576 bytes"
 * ```
 */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: StorageErrorCode;
  readonly payload: StorageErrorPayload;

  constructor(payload: StorageErrorPayload, options?: ErrorOptions) {
    super(messageOf(payload), options);
    this.code = payload.tag;
    this.payload = payload;
  }
}

/** Whether a value is a payload of this contract: a known tag. What the tag carries is trusted. */
export function isStorageErrorPayload(value: unknown): value is StorageErrorPayload {
  if (typeof value !== "object" || value === null || !("tag" in value)) return false;
  return STORAGE_ERROR_CODES.some((code) => code === value.tag);
}

function messageOf(payload: StorageErrorPayload): string {
  switch (payload.tag) {
    case "permission-denied":
      return `permission denied: the component lacks the grant ${payload.val}`;
    case "quota-exceeded": {
      const { used, quota, requested } = payload.val;
      return `quota exceeded: ${used} of ${quota} bytes are used and the write would add ${requested}`;
    }
    case "key-not-found":
      return "key not found";
    case "invalid-key":
      return `invalid key: ${payload.val}`;
    case "value-too-large":
      return `value is larger than the limit of ${payload.val} bytes`;
    case "internal-error":
      return `the host failed (reference ${payload.val})`;
    case "invalid-argument":
      return `invalid argument: ${payload.val}`;
    case "limit-exceeded":
      return `limit exceeded: ${payload.val}`;
    case "conflict":
      return "conflict: another commit won";
  }
}
