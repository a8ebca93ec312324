import { join } from "node:path";
import type { Raw } from "./raw.ts";
import { openRawLmdb } from "./raw-lmdb.ts";
import { openRawMemory } from "./raw-memory.ts";

/** Opens the bare engine that the engine of this name is built on. */
export function openRaw(engine: string, folder: string): Raw {
  return engine === "lmdb" ? openRawLmdb(join(folder, "raw")) : openRawMemory();
}
