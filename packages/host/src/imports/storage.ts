import type { Mode } from "@airssys/backend";
import type { storage } from "@airssys/wit/host";
import { type Hosted, mapResult, ownBufferIfAny, type Perform, typedPerform } from "./hosted.ts";

/** The functions of `airssys:wasm/storage`, generated from the contract. */
export type StorageInterface = typeof storage;

/** `airssys:wasm/storage` for one component. */
export type StorageImports<M extends Mode> = Hosted<M, StorageInterface>;

export function storageImports<M extends Mode>(perform: Perform<M>): StorageImports<M> {
  const run = typedPerform(perform);
  return {
    storageGet: (key) => mapResult(run({ type: "get", key }), ownBufferIfAny),
    storageSet: (key, value) => run({ type: "set", key, value }),
    storageDelete: (key) => run({ type: "delete", key }),
    storageHas: (key) => run({ type: "has", key }),
    storageKeys: (prefix) => run({ type: "keys", prefix: prefix ?? "" }),
    storageSize: () => mapResult(run({ type: "size" }), BigInt),
    storageClear: () => run({ type: "clear" }),
  };
}
