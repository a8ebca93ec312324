import { brand, isInstance, StorageError } from "@airssys/protocol";

/**
 * A collection was opened under the name of a collection of another kind. Nothing was written. Its code is
 * `wrong-kind`; it is a `StorageError`, and arrives as an `invalid-argument` at the caller of an export.
 *
 * Kinds are told by their classes. Classes with one layout are one kind: `LookupMap` and `TreeMap` are a `StorageMap`,
 * `LookupSet` is a `StorageSet`, `StorageDeque` is a `StorageQueue`.
 *
 * @example
 * ```ts
 * import { StorageMap, StorageVector } from "@airssys/collections";
 *
 * new StorageMap("users").set("ada", 36);
 * new StorageVector("users").push("ada");
 * // WrongKindError: invalid argument: "users" is a StorageMap, and was opened as a StorageVector
 * ```
 */
export class WrongKindError extends StorageError {
  override readonly name: string = "WrongKindError";
  declare readonly code: "wrong-kind";
  /** The kind stored under the name: `StorageMap`, or `MapOf StorageSet`. */
  readonly stored: string;
  /** The kind as which it was opened. */
  readonly opened: string;

  constructor(collection: string, stored: string, opened: string) {
    const val = `${JSON.stringify(collection)} is a ${stored}, and was opened as a ${opened}`;
    super({ tag: "invalid-argument", val }, { code: "wrong-kind" });
    this.stored = stored;
    this.opened = opened;
    brand(this, "WrongKindError");
  }

  /** Answers `instanceof WrongKindError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is WrongKindError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, WrongKindError, value, "WrongKindError");
  }
}
