import { brand, isInstance } from "@airssys/protocol";

/**
 * What is stored is not in a format that this version knows: written by a newer version, by something else, or damaged.
 */
export class StoreFormatError extends Error {
  override readonly name: string = "StoreFormatError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    brand(this, "StoreFormatError");
  }

  /** Answers `instanceof StoreFormatError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is StoreFormatError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, StoreFormatError, value, "StoreFormatError");
  }
}
