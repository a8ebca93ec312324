import type { Imports } from "@airssys/host";
import type { ImportedInterfaces } from "../imported-interfaces.ts";
import { incrementUnsigned, keyvalueAtomics } from "./atomics.ts";
import { keyvalueBatch } from "./batch.ts";
import type { BucketNames } from "./bucket-names.ts";
import { Buckets } from "./buckets.ts";
import { numberedCursors, TEXT_CURSORS } from "./cursor-forms.ts";
import { keyvalueStore } from "./store.ts";

/** Interfaces of the contract that `wasi:keyvalue` is built on. */
const MADE_OF = ["storage", "storage-ranges", "storage-batch", "storage-namespaces"] as const;

type Made = Record<string, (buckets: Buckets) => object>;

/** Factories by name and version. The interfaces of one version share their state. */
const INTERFACES: Readonly<Made> = {
  "wasi:keyvalue/store@0.2.0-draft2": (buckets) => keyvalueStore(buckets, TEXT_CURSORS),
  "wasi:keyvalue/atomics@0.2.0-draft2": keyvalueAtomics,
  "wasi:keyvalue/batch@0.2.0-draft2": (buckets) => keyvalueBatch(buckets, (key, value) => [key, value]),
  "wasi:keyvalue/store@0.2.0-draft": (buckets) => keyvalueStore(buckets, numberedCursors()),
  "wasi:keyvalue/atomics@0.2.0-draft": (buckets) => ({ increment: incrementUnsigned(buckets) }),
  "wasi:keyvalue/batch@0.2.0-draft": (buckets) => keyvalueBatch(buckets, (key, value) => value && [key, value]),
};

/** Returns the `wasi:keyvalue` interfaces that can be offered beside these interfaces of a host. */
export function offeredKeyvalue(hostInterfaces: readonly string[]): string[] {
  const isWhole = MADE_OF.every((name) => hostInterfaces.includes(`airssys:wasm/${name}@0.1.0`));
  return isWhole ? Object.keys(INTERFACES) : [];
}

/**
 * Makes the `wasi:keyvalue` imports of a component out of functions of the contract. Whatever it does through them
 * happens in its own namespace, under the same grants and quota, in the same transaction. It can do nothing that the
 * contract does not allow.
 *
 * @param names imports of the component, with versions. The glue asks for an interface without its version, so each can
 * only be there in one version.
 * @param buckets identifiers that the host maps.
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
  const opened = new Buckets(imports as unknown as Imports, canBeElsewhere, buckets); // checked by requireOffered
  return Object.fromEntries(made.map(([name, make]) => [name, make(opened)]));
}
