/**
 * Thrown when an import fails on its way. The reason is the `cause`: a `StorageError` for a line that is wrong or a
 * quota that is full, or whatever the source or the engine threw.
 */
export class ImportError extends Error {
  override readonly name = "ImportError";
  /**
   * Lines that are stored durably, counted from the beginning of the source: `skipLines` of the import that goes on. 0
   * in the mode `atomic`, of which nothing is stored.
   */
  readonly linesStored: number;

  constructor(linesStored: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the import ended after ${linesStored} stored lines: ${reason}`, { cause });
    this.linesStored = linesStored;
  }
}
