import type { Binding, Host } from "@airssys/host";

type StorageImports = Binding<"sync">["imports"]["airssys:wasm/storage"];

/** A host that keeps bytes in a `Map` and does nothing else: what calling a component costs when storing costs nothing. */
export interface MapHost {
  readonly host: Host<"sync">;
  /** Nanoseconds that each call spent inside of its export, in the order of the calls. For whoever empties it now and then. */
  readonly insideExport: number[];
}

export function mapHost(): MapHost {
  const insideExport: number[] = [];
  let began = 0;
  const storage = mapStorage();
  const imports = { "airssys:wasm/storage": storage, "airssys:wasm/storage@0.1.0": storage };
  const begin = () => {
    began = performance.now();
  };
  const end = () => {
    insideExport.push((performance.now() - began) * 1e6);
  };
  const bind = (componentId: string): Binding<"sync"> => ({
    componentId,
    imports: imports as Binding<"sync">["imports"], // of what the contract has, the floor offers the functions that it is a floor of
    async call(work) {
      begin();
      const result = await work();
      end();
      return result;
    },
    begin,
    commit: end,
    rollback() {},
    deliverEvents() {},
    takeEvents: () => undefined,
    usage: () => ({ usedBytes: 0, quotaBytes: 0, keyCount: 0 }),
    reset() {},
  });
  return { host: { mode: "sync", interfaces: ["airssys:wasm/storage@0.1.0"], bind }, insideExport };
}

function mapStorage(): StorageImports {
  const values = new Map<string, Uint8Array>();
  return {
    storageGet: (key) => ({ tag: "ok", val: values.get(key) }),
    storageSet(key, value) {
      values.set(key, value);
      return { tag: "ok", val: undefined };
    },
    storageDelete: (key) => ({ tag: "ok", val: values.delete(key) }),
    storageHas: (key) => ({ tag: "ok", val: values.has(key) }),
    storageKeys: () => ({ tag: "ok", val: [...values.keys()] }),
    storageSize: () => ({ tag: "ok", val: BigInt(values.size) }),
    storageClear() {
      values.clear();
      return { tag: "ok", val: undefined };
    },
  };
}
