import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { BackendError, type Bytes } from "@airssys/backend";
import { pathOf } from "./file-names.ts";
import { isMissing } from "./files-error.ts";

/** Returns the value of a key that the store has, or its first bytes. @throws BackendError `corrupt` if it is gone */
export function readValue(values: string, key: Bytes, bytesMax: number = Number.POSITIVE_INFINITY): Bytes {
  const file = join(values, ...pathOf(key));
  try {
    return bytesMax === Number.POSITIVE_INFINITY ? owned(readFileSync(file)) : readBeginning(file, bytesMax);
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new BackendError("corrupt", `${file} was removed while the store was open`, { cause });
  }
}

function readBeginning(file: string, bytesMax: number): Bytes {
  const descriptor = openSync(file, "r");
  try {
    const pieces: Bytes[] = [];
    let length = 0;
    while (length < bytesMax) {
      const piece = new Uint8Array(Math.min(bytesMax - length, PIECE_BYTES));
      const read = readSync(descriptor, piece);
      if (read === 0) break;
      pieces.push(piece.subarray(0, read));
      length += read;
    }
    return owned(Buffer.concat(pieces, length));
  } finally {
    closeSync(descriptor);
  }
}

const PIECE_BYTES = 65_536;

/** A `Buffer` may share its memory with others. */
function owned(buffer: Buffer): Bytes {
  return new Uint8Array(buffer);
}
