import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, type Mode, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";

/** An engine to run the same tests over: embedded ones, and one that answers with promises. */
export interface Engine {
  readonly name: string;
  open(): { readonly backend: Backend<Mode>; close(): void };
}

export const ENGINES: readonly Engine[] = [
  { name: "memory", open: () => ({ backend: openMemory(), close() {} }) },
  { name: "memory answering with promises", open: () => ({ backend: promised(openMemory()), close() {} }) },
  { name: "lmdb", open: openTemporaryLmdb },
];

function openTemporaryLmdb(): ReturnType<Engine["open"]> {
  const path = mkdtempSync(join(tmpdir(), "airssys-host-"));
  const backend = openLmdb({ path });
  return {
    backend,
    close() {
      backend.close();
      rmSync(path, { recursive: true });
    },
  };
}
