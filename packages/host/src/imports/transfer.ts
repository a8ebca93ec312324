import type { Mode } from "@airssys/backend";
import type { storageTransfer } from "@airssys/wit/host";
import { answering, type Hosted, mapped, type Perform } from "./hosted.ts";

/** `airssys:wasm/storage-transfer` for one component. */
export type TransferImports<M extends Mode> = Hosted<M, typeof storageTransfer>;

export function transferImports<M extends Mode>(perform: Perform<M>): TransferImports<M> {
  const run = answering(perform);
  return {
    storageExport: (cursor) => run({ type: "export", cursor }),
    storageImport: (lines) => mapped(run<number>({ type: "import", lines }), BigInt),
  };
}
