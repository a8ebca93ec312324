import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { BackendError } from "@airssys/backend";
import { identifyFile } from "@airssys/backend/node";

/** The files of a store, as they were when it was opened. */
export interface StoreFiles {
  /** Path that was asked for, from the root. */
  readonly asked: string;
  /** Where it leads without links: SQLite puts the other two files beside this one. */
  readonly real: string;
  readonly identities: readonly (string | undefined)[];
}

/** Remembers the files of a store that is open. @throws what the file system throws. */
export function rememberFiles(path: string): StoreFiles {
  const asked = resolve(path); // the process may change its folder later
  const real = realpathSync.native(asked);
  return { asked, real, identities: pathsOf(asked, real).map(identifyFile) };
}

/**
 * Checks that the path still leads to the files that are open. SQLite does not look, and would write its log into a
 * file that nobody finds any more. Three or four calls of `stat`, about 10 µs beside the 100 µs or more of a commit.
 *
 * @throws BackendError `moved`.
 */
export function requireInPlace({ asked, real, identities }: StoreFiles): void {
  if (pathsOf(asked, real).every((path, index) => identifyFile(path) === identities[index])) return;
  throw new BackendError(
    "moved",
    `the store that was opened as ${asked} is no longer there: its files were moved, replaced or removed. ` +
      "Close every handle on it, and open it again",
  );
}

function pathsOf(asked: string, real: string): string[] {
  return [real, `${real}-wal`, `${real}-shm`, ...(asked === real ? [] : [asked])];
}
