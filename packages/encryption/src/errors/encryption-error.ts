import { brand, isInstance, StorageError } from "@airssys/protocol";

/**
 * The codes of an `EncryptionError`. Of a value that does not open:
 *
 * - `not-sealed`: the bytes are not of this format at all; a value that was stored without encryption, for instance.
 * - `unknown-algorithm`: none of the ciphers at hand made it.
 * - `unknown-key`: it names a key that the cipher does not have.
 * - `refused`: the tag does not match. The value was altered, cut, or sealed for another key, namespace or context. A
 *   host's cipher says this for keys that it does not have, too.
 *
 * Of something that cannot be done:
 *
 * - `blinded-names`: keys that are blinded have no order and no prefixes.
 * - `expiring-counter`: a sealed counter that expires cannot be incremented.
 * - `no-randomness`: the component has no randomness, so it must not seal anything.
 */
export type EncryptionErrorCode =
  | "not-sealed"
  | "unknown-algorithm"
  | "unknown-key"
  | "refused"
  | "blinded-names"
  | "expiring-counter"
  | "no-randomness";

const DO_NOT_OPEN: ReadonlySet<string> = new Set<EncryptionErrorCode>([
  "not-sealed",
  "unknown-algorithm",
  "unknown-key",
  "refused",
]);

/** Tells whether an error says of a value that it does not open. */
export function doesNotOpen(error: unknown): boolean {
  return error instanceof EncryptionError && DO_NOT_OPEN.has(error.code);
}

/**
 * A sealed value that does not open, or something that cannot be done with sealed values. Its `code` says which.
 *
 * It is a `StorageError`, and arrives as an `invalid-argument` at the caller of an export that throws it. It never
 * carries bytes of a value or of a key. `instanceof` recognises it across copies of this package.
 *
 * @example
 * ```ts
 * import { EncryptionError } from "@airssys/encryption";
 *
 * const error = new EncryptionError("refused", "it was altered", { key: "letters/1" });
 * error.code; // "refused"
 * error.message; // 'invalid argument: "letters/1": it was altered'
 * ```
 */
export class EncryptionError extends StorageError {
  override readonly name: string = "EncryptionError";
  declare readonly code: EncryptionErrorCode;
  /** The reason, without the key. */
  readonly problem: string;
  /** The key of the value, where it is about one: as it is stored, if keys are blinded and the value does not open. */
  readonly key: string | undefined;

  constructor(code: EncryptionErrorCode, problem: string, { key }: { readonly key?: string | undefined } = {}) {
    const val = key === undefined ? problem : `${JSON.stringify(key)}: ${problem}`;
    super({ tag: "invalid-argument", val }, { code });
    this.problem = problem;
    this.key = key;
    brand(this, "EncryptionError");
  }

  /** Answers `instanceof EncryptionError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is EncryptionError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, EncryptionError, value, "EncryptionError");
  }
}
