import { join } from "node:path";
import { BackendError } from "@airssys/backend";
import { identifyFile } from "@airssys/backend/node";

/** The two files of a store, by device and inode: the same ones however their folder is named. */
export interface StoreFiles {
  readonly data: string;
  /** `undefined` where a reader has no lock file. */
  readonly lock: string | undefined;
}

/**
 * Identifies the files of a store.
 *
 * @returns `undefined` if the folder has no data file.
 * @throws what the file system throws.
 */
export function identifyFiles(folder: string): StoreFiles | undefined {
  const data = identifyFile(join(folder, "data.mdb"));
  return data === undefined ? undefined : { data, lock: identifyFile(join(folder, "lock.mdb")) };
}

/**
 * Checks that a folder still holds the files that are open. Two calls of `stat`, about 4 µs each, beside the 0.3 ms or
 * more of a durable commit.
 *
 * @throws BackendError `moved`.
 */
export function requireInPlace(folder: string, open: StoreFiles): void {
  const now = identifyFiles(folder);
  if (now !== undefined && now.data === open.data && now.lock === open.lock) return;
  throw new BackendError(
    "moved",
    `the store that was opened as ${folder} is no longer there: its files were moved, replaced or removed. ` +
      "Close every handle on it, and open it again",
  );
}
