import { requireBooleanOption, requireOptions, requirePathOption } from "@airssys/backend/node";

/** Where and how to open a store. */
export interface FilesOptions {
  /**
   * Folder of the store; created if it is missing. At most 1 000 characters from the root. It must be on a local file
   * system, not on a network share.
   */
  readonly path: string;
  /** Open for reading alone: every commit is a `read-only` error. Several may read at once. Default `false`. */
  readonly readOnly?: boolean;
}

/**
 * Checks the options of `openFiles`, and fills in the defaults.
 *
 * @throws TypeError for a missing path, an option of another type or one that is not known.
 */
export function requireFilesOptions(options: FilesOptions): Required<FilesOptions> {
  requireOptions(options, ["openFiles", '{ path: "./data" }'], KNOWN);
  const { path, readOnly = false } = options;
  requirePathOption(path, "folder");
  requireBooleanOption("readOnly", readOnly);
  return { path, readOnly };
}

const KNOWN: { readonly [Name in keyof Required<FilesOptions>]: true } = { path: true, readOnly: true };
