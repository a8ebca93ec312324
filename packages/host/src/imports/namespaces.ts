import type { Mode } from "@airssys/backend";
import type { storageNamespaces } from "@airssys/wit/host";
import { type Hosted, type Perform, typedPerform } from "./hosted.ts";

/** `airssys:wasm/storage-namespaces` for one component. */
export type NamespacesImports<M extends Mode> = Hosted<M, typeof storageNamespaces>;

export function namespacesImports<M extends Mode>(perform: Perform<M>): NamespacesImports<M> {
  const run = typedPerform(perform);
  return {
    // The empty name means the component's own namespace.
    storageEnter: (namespace) => run(namespace === "" ? { type: "enter" } : { type: "enter", namespace }),
    storageLeave: () => run({ type: "leave" }),
  };
}
