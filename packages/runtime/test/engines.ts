import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";

/** An embedded engine with a store of its own, which is gone after `close`. */
export interface OpenEngine {
  readonly backend: Backend<"sync">;
  close(): void;
}

export const ENGINES: readonly { readonly name: string; open(): OpenEngine }[] = [
  { name: "memory", open: () => ({ backend: openMemory(), close() {} }) },
  { name: "lmdb", open: openTemporaryLmdb },
];

function openTemporaryLmdb(): OpenEngine {
  const path = temporaryFolder();
  const backend = openLmdb({ path });
  return {
    backend,
    close() {
      backend.close();
      rmSync(path, { recursive: true });
    },
  };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "airssys-runtime-"));
}
