import { brand, isInstance } from "@airssys/protocol";

/**
 * Identifies why a store was not migrated.
 *
 * - `occupied`: the target holds data. Nothing was changed.
 * - `other-source`: the target is being filled from another store. Nothing was changed.
 * - `key-too-long`: the engine of the target has no room for a key of the source. Nothing was changed.
 * - `stray-keys`: the source holds keys that belong to no namespace, which a store never writes. Nothing was changed.
 * - `different`: what was read back from the target is not what the source holds. The target was rolled back.
 * - `unsettled`: writers changed the source in every pass. Stop them, and migrate again: it goes on where it was.
 * - `superseded`: another migration has taken the target over.
 * - `aborted`: the signal asked for it. Migrate again: it goes on where it was.
 */
export type MigrationErrorCode =
  | "occupied"
  | "other-source"
  | "key-too-long"
  | "stray-keys"
  | "different"
  | "unsettled"
  | "superseded"
  | "aborted";

/** Thrown when a store cannot be migrated. Compare `code`, not the message. */
export class MigrationError extends Error {
  override readonly name: string = "MigrationError";
  readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, message: string) {
    super(message);
    this.code = code;
    brand(this, "MigrationError");
  }

  /** Answers `instanceof MigrationError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is MigrationError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, MigrationError, value, "MigrationError");
  }
}
