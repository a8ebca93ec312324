import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";

/** An engine to run the same tests over. */
export interface Engine {
  readonly name: string;
  open(): OpenEngine;
}

/** An engine with a store of its own, which is gone after `close`. */
export interface OpenEngine {
  readonly backend: Backend;
  close(): void;
}

/** Two that answer at once, and one that answers later. */
export const ENGINES: readonly Engine[] = [
  { name: "memory", open: () => ({ backend: openMemory(), close() {} }) },
  { name: "lmdb", open: openTemporaryLmdb },
  { name: "memory that answers later", open: () => ({ backend: promised(openMemory(), unevenPauses()), close() {} }) },
];

/** Some answers come in the same turn of the event loop, some one or several turns later. */
export function unevenPauses(): () => Promise<void> {
  let pauses = 0;
  return async () => {
    pauses++;
    for (let turns = pauses % 4; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
  };
}

function openTemporaryLmdb(): OpenEngine {
  const path = mkdtempSync(join(tmpdir(), "airssys-test-"));
  const backend = openLmdb({ path });
  return {
    backend,
    close() {
      backend.close();
      rmSync(path, { recursive: true });
    },
  };
}
