import type { KeySet } from "../key-set.ts";
import { VALUE } from "../value.ts";
import type { LmdbEnvironment } from "./lmdb-environment.ts";

/** One of several that write to lmdb at once, each to keys of its own, with its asynchronous `put`. */
export interface LmdbWriter {
  /** Settles when the commit is visible, which is when lmdb begins to bring it to the disk. */
  put(index: number): Promise<unknown>;
  /** Settles when the commit is on the disk. */
  putFlushed(index: number): Promise<unknown>;
}

export function lmdbWriter({ root, data }: LmdbEnvironment, keys: KeySet): LmdbWriter {
  const put = (index: number) => data.put(keys.engineKey(index), VALUE as Buffer);
  return {
    put,
    async putFlushed(index) {
      await put(index);
      await root.flushed;
    },
  };
}
