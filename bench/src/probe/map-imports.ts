import type { Binding } from "@airssys/host";
import type { storageRanges } from "@airssys/wit/host";

type Imports = Binding<"sync">["imports"];
type StorageImports = Imports["airssys:wasm/storage"];
type RangesImports = Imports["airssys:wasm/storage-ranges"];
type BatchImports = Imports["airssys:wasm/storage-batch"];

/** The interfaces of the contract that the floor offers, by name. What is not measured is there, and fails. */
export interface MapImports {
  readonly "airssys:wasm/storage": StorageImports;
  readonly "airssys:wasm/storage-ranges": RangesImports;
  readonly "airssys:wasm/storage-batch": BatchImports;
}

/** The least that a host can do: a `Map`, and its keys sorted when somebody reads them in order. */
export function mapImports(): MapImports {
  const values = new Map<string, Uint8Array>();
  return {
    "airssys:wasm/storage": storage(values),
    "airssys:wasm/storage-ranges": ranges(values),
    "airssys:wasm/storage-batch": batch(values),
  };
}

function storage(values: Map<string, Uint8Array>): StorageImports {
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

function ranges(values: ReadonlyMap<string, Uint8Array>): RangesImports {
  let sorted: string[] = [];
  return {
    storageRange({ prefix = "" }, { limit = Number.POSITIVE_INFINITY }) {
      // Nothing that is measured removes a key.
      if (sorted.length !== values.size) sorted = [...values.keys()].sort();
      const first = lowerBound(sorted, prefix);
      const entries: storageRanges.RangeEntry[] = [];
      for (let index = first; index < sorted.length && entries.length < limit; index++) {
        const key = sorted[index] as string;
        if (!key.startsWith(prefix)) break;
        entries.push({ key, value: values.get(key) as Uint8Array });
      }
      return { tag: "ok", val: { entries } };
    },
    storageRangeKeys: notMeasured,
    storageScan: notMeasured,
    storageCount: notMeasured,
    storageDeleteRange: notMeasured,
  };
}

function batch(values: Map<string, Uint8Array>): BatchImports {
  return {
    storageGetMany: (keys) => ({ tag: "ok", val: keys.map((key) => values.get(key)) }),
    storageWrite(_checks, writes) {
      for (const write of writes) {
        if (write.tag === "set") values.set(write.val.key, write.val.value);
        else values.delete(write.val);
      }
      return { tag: "ok", val: 1n };
    },
    storageGetEntry: notMeasured,
    storageIncrement: notMeasured,
  };
}

function notMeasured(): never {
  throw new Error("the floor has only what is measured");
}

/** The place of the first text that is not before another one. */
function lowerBound(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
