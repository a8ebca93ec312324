import { brand, isInstance } from "@airssys/protocol";

/**
 * Thrown when an import fails on its way. The reason is the `cause`: a `StorageError` for a line that is wrong or a
 * quota that is full, or whatever the source or the engine threw.
 */
export class ImportError extends Error {
  override readonly name: string = "ImportError";
  /**
   * Lines that are stored durably, counted from the beginning of the source: `skipLines` of the import that goes on. 0
   * in the mode `atomic`, of which nothing is stored. If the cause is a `BackendError` whose outcome is `unknown`, the
   * lines of the last commit may be stored too.
   */
  readonly linesStored: number;

  constructor(linesStored: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the import ended after ${linesStored} stored lines: ${reason}`, { cause });
    this.linesStored = linesStored;
    brand(this, "ImportError");
  }

  /** Answers `instanceof ImportError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is ImportError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, ImportError, value, "ImportError");
  }
}
