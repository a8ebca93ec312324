import type { Mode } from "@airssys/backend";
import type { storageTtl } from "@airssys/wit/host";
import { type Hosted, mapResult, type Perform, typedPerform } from "./hosted.ts";

/** `airssys:wasm/storage-ttl` for one component. */
export type TtlImports<M extends Mode> = Hosted<M, typeof storageTtl>;

export function ttlImports<M extends Mode>(perform: Perform<M>): TtlImports<M> {
  const run = typedPerform(perform);
  return {
    storageSetWithTtl: (key, value, ttl) => run({ type: "set-with-ttl", key, value, ttlSeconds: Number(ttl) }),
    storageGetTtl: (key) =>
      mapResult(run({ type: "get-ttl", key }), (seconds) => (seconds === undefined ? undefined : BigInt(seconds))),
    storageExtend: (key, ttl) => run({ type: "extend", key, ttlSeconds: Number(ttl) }),
    storagePersist: (key) => run({ type: "persist", key }),
  };
}
