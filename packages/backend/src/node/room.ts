import { closeSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Tells whether a file could grow by a page. Where a write is cut short by the end of the disk, some engines report an
 * input/output error like any other; this tells the two apart, by writing where the file would go on, into a file of
 * its own beside it. It never throws: who asks has an error to report already.
 */
export function hasRoom(file: string): boolean {
  const scratch = join(dirname(file), `room-${process.pid}`);
  try {
    const size = statSync(file).size;
    const descriptor = openSync(scratch, "w");
    try {
      return writeSync(descriptor, new Uint8Array(PAGE_BYTES), 0, PAGE_BYTES, size) === PAGE_BYTES;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return !(error instanceof Error && "code" in error && NO_ROOM.has(error.code));
  } finally {
    removeIfPossible(scratch);
  }
}

/** Whether it is gone. On a disk that fails even this may fail; what is left is written over next time. */
function removeIfPossible(file: string): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch {
    return false;
  }
}

const PAGE_BYTES = 4_096;
const NO_ROOM = new Set<unknown>(["ENOSPC", "EFBIG", "EDQUOT"]);
