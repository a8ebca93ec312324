import type { Mode } from "@airssys/backend";
import type { storageTransfer } from "@airssys/wit/host";
import type { GuestChunk } from "../contract/entry-line.ts";
import { type Hosted, mapResult, type Perform, typedPerform } from "./hosted.ts";

/** `airssys:wasm/storage-transfer` for one component. */
export type TransferImports<M extends Mode> = Hosted<M, typeof storageTransfer>;

export function transferImports<M extends Mode>(perform: Perform<M>): TransferImports<M> {
  const run = typedPerform(perform);
  return {
    storageExport: (cursor) => mapResult(run({ type: "export", cursor }), guestChunk),
    storageImport: (lines) => mapResult(run({ type: "import", lines }), BigInt),
  };
}

function guestChunk({ lines, cursor }: GuestChunk): ReturnType<typeof storageTransfer.storageExport> {
  return cursor === undefined ? { lines } : { lines, cursor };
}
