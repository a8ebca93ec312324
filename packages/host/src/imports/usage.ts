import type { Mode } from "@airssys/backend";
import type { storageUsage } from "@airssys/wit/host";
import { type Hosted, mapResult, type Perform, typedPerform } from "./hosted.ts";

/** `airssys:wasm/storage-usage` for one component. */
export type UsageImports<M extends Mode> = Hosted<M, typeof storageUsage>;

export function usageImports<M extends Mode>(perform: Perform<M>): UsageImports<M> {
  const run = typedPerform(perform);
  return {
    storageUsage: () =>
      mapResult(run({ type: "usage" }), ({ usedBytes, quotaBytes, keyCount }) => ({
        usedBytes: BigInt(usedBytes),
        quotaBytes: BigInt(quotaBytes),
        keyCount: BigInt(keyCount),
      })),
  };
}
