import { brand, isInstance } from "./brand.ts";

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

/** The codes of the contract. The set grows by appending; a code never changes its meaning. */
export type StorageErrorCode = StorageErrorPayload["tag"];

/**
 * The codes of errors that guest packages raise themselves. Where such an error leaves a component, it is an
 * `invalid-argument` of the contract.
 *
 * - `not-unique`: another entry has the same value in a unique index.
 * - `wrong-kind`: a collection of another kind has this name.
 * - `not-sealed`, `unknown-algorithm`, `unknown-key`, `refused`: a sealed value that does not open.
 * - `blinded-names`, `expiring-counter`, `no-randomness`: something that cannot be done with sealed values.
 */
export type GuestErrorCode =
  | "not-unique"
  | "wrong-kind"
  | "not-sealed"
  | "unknown-algorithm"
  | "unknown-key"
  | "refused"
  | "blinded-names"
  | "expiring-counter"
  | "no-randomness";

/** Every code of the contract, in its order. */
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

/** How a `StorageError` is made. */
export interface StorageErrorOptions extends ErrorOptions {
  /** A code of a guest package, which says more than that of the contract. */
  readonly code?: GuestErrorCode;
}

/**
 * A storage operation that failed as the contract foresees. Its `code` tells errors apart; messages are for people and
 * may improve any day.
 *
 * `instanceof` recognises it by a brand, so it works on errors of another copy of this package and of another realm,
 * and on those of classes that extend it. The brand is behind `instanceof` and not behind a guard of its own because
 * `instanceof` is what everybody writes, and would quietly answer `false` there.
 *
 * `payload` is an own property, by which component bindings recognise an error: one that a guest throws out of an
 * export declared `result<_, storage-error>` arrives typed at the caller.
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
  override readonly name: string = "StorageError";
  readonly code: StorageErrorCode | GuestErrorCode;
  readonly payload: StorageErrorPayload;

  constructor(payload: StorageErrorPayload, { code, ...options }: StorageErrorOptions = {}) {
    super(messageOf(payload), options);
    this.code = code ?? payload.tag;
    this.payload = payload;
    brand(this, "StorageError");
  }

  /** Answers `instanceof StorageError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is StorageError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, StorageError, value, "StorageError");
  }
}

/** Tells whether a value is a payload of the contract: one with a known tag. What the tag carries is trusted. */
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
