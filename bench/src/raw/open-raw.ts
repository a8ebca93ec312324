import { join } from "node:path";
import type { KeySet } from "../key-set.ts";
import type { Raw } from "./raw.ts";
import { openRawLmdb } from "./raw-lmdb.ts";
import { openRawMemory } from "./raw-memory.ts";

/** Opens the bare engine that the engine of this name is built on. What keeps files keeps them in `folder`. */
export function openRaw(engine: string, folder: string, keys: KeySet): Raw {
  return engine === "lmdb" ? openRawLmdb(join(folder, "raw"), keys) : openRawMemory(keys);
}
