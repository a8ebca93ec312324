import { statfsSync } from "node:fs";
import { BackendError } from "@airssys/backend";

/**
 * Refuses commits while there is space left. Once a write of RocksDB has met the end of the disk, the store takes no
 * commit until it is opened again; a commit that is refused before can be repeated.
 *
 * The disk is asked once in a while: after a part of the reserve was written, and after a tenth of a second.
 */
export class Room {
  readonly #folder: string;
  readonly #reserveBytes: number;
  #freeBytes = 0;
  #bytesSince = 0;
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param reserveBytes space that RocksDB needs to write its buffers into files. */
  constructor(folder: string, reserveBytes: number) {
    this.#folder = folder;
    this.#reserveBytes = reserveBytes;
  }

  /** @throws BackendError `full` if a commit of this size would use the reserve. */
  require(bytes: number): void {
    this.#bytesSince += bytes;
    if (this.#bytesSince > this.#reserveBytes / PARTS || performance.now() > this.#askedAt + ASK_AGAIN_MILLISECONDS)
      this.#ask();
    if (this.#freeBytes >= this.#reserveBytes + bytes) return;
    this.#askedAt = Number.NEGATIVE_INFINITY;
    throw new BackendError(
      "full",
      `a commit of ${bytes} bytes needs ${this.#reserveBytes + bytes} bytes of free space, ` +
        `the disk of ${this.#folder} has ${this.#freeBytes}`,
    );
  }

  #ask(): void {
    const { bavail, bsize } = statfsSync(this.#folder);
    this.#freeBytes = bavail * bsize;
    this.#bytesSince = 0;
    this.#askedAt = performance.now();
  }
}

const PARTS = 16;
const ASK_AGAIN_MILLISECONDS = 100;
