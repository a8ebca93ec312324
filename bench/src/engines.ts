import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";
import { openConstant } from "./constant-engine.ts";

/** The engines that suites run over. */
export const ENGINES = ["memory", "lmdb"] as const;

/** Opens an engine by name; what keeps files keeps them in `folder`. */
export function openEngine(engine: string, folder: string): Backend<"sync"> {
  switch (engine) {
    case "constant":
      return openConstant();
    case "memory":
      return openMemory();
    case "lmdb":
      return openLmdb({ path: join(folder, "store") });
    default:
      throw new RangeError(`there is no engine ${engine}`);
  }
}
