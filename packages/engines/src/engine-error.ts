import { brand, isInstance } from "@airssys/protocol";

/**
 * Identifies what keeps an address from being opened.
 *
 * - `address`: it is not written as an address.
 * - `unknown-engine`: no engine has that name.
 * - `not-installed`: the package of the engine, or the one that it runs on, is not installed.
 * - `absent`: there is no store, and none was to be created.
 */
export type EngineErrorCode = "address" | "unknown-engine" | "not-installed" | "absent";

/** Thrown when an address names no store that can be opened. Compare `code`, not the message. */
export class EngineError extends Error {
  override readonly name: string = "EngineError";
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    brand(this, "EngineError");
  }

  /** Answers `instanceof EngineError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is EngineError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, EngineError, value, "EngineError");
  }
}
