import type { Imports } from "@airssys/host";
import type { ImportedInterfaces } from "../imported-interfaces.ts";
import { incrementUnsigned, keyvalueAtomics } from "./atomics.ts";
import { keyvalueBatch } from "./batch.ts";
import type { BucketNames } from "./bucket-names.ts";
import { Buckets } from "./buckets.ts";
import { numberedCursors, TEXT_CURSORS } from "./cursor-forms.ts";
import { keyvalueStore } from "./store.ts";

/** The interfaces of the contract that it is made of. */
const MADE_OF = ["storage", "storage-ranges", "storage-batch", "storage-namespaces"] as const;

type Made = Record<string, (buckets: Buckets) => object>;

/** By name and version. The interfaces of one version share what they remember. */
const INTERFACES: Readonly<Made> = {
  "wasi:keyvalue/store@0.2.0-draft2": (buckets) => keyvalueStore(buckets, TEXT_CURSORS),
  "wasi:keyvalue/atomics@0.2.0-draft2": keyvalueAtomics,
  "wasi:keyvalue/batch@0.2.0-draft2": (buckets) => keyvalueBatch(buckets, (key, value) => [key, value]),
  "wasi:keyvalue/store@0.2.0-draft": (buckets) => keyvalueStore(buckets, numberedCursors()),
  "wasi:keyvalue/atomics@0.2.0-draft": (buckets) => ({ increment: incrementUnsigned(buckets) }),
  "wasi:keyvalue/batch@0.2.0-draft": (buckets) => keyvalueBatch(buckets, (key, value) => value && [key, value]),
};

/** The interfaces of `wasi:keyvalue` that can be offered where a host offers these of the contract. */
export function offeredKeyvalue(hostInterfaces: readonly string[]): string[] {
  const isWhole = MADE_OF.every((name) => hostInterfaces.includes(`airssys:wasm/${name}@0.1.0`));
  return isWhole ? Object.keys(INTERFACES) : [];
}

/**
 * What a component imports of `wasi:keyvalue`, made of the functions of the contract: what it does through it is its
 * own namespace's, under the same grants and quota, and part of the same transaction. It can do nothing that the
 * contract could not.
 *
 * @param names what the component imports, with versions. The glue asks for an interface without its version, so of one
 * there can be one version.
 * @param buckets the identifiers that the host maps.
 */
export function keyvalueImports(
  names: readonly string[],
  imports: ImportedInterfaces,
  buckets: BucketNames,
): Record<string, object> {
  const made = names.flatMap((name) => {
    const make = Object.hasOwn(INTERFACES, name) ? INTERFACES[name] : undefined;
    return make === undefined ? [] : [[name.replace(/@.*/, ""), make] as const];
  });
  if (made.length === 0) return {};
  const canBeElsewhere = names.includes("airssys:wasm/storage-namespaces@0.1.0");
  const opened = new Buckets(imports as unknown as Imports, canBeElsewhere, buckets); // offered, and so there
  return Object.fromEntries(made.map(([name, make]) => [name, make(opened)]));
}
