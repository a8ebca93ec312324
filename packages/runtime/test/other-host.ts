import type { Mode } from "@airssys/backend";
import type { Binding, Host, StorageImports } from "@airssys/host";

/** Wraps a host with other functions of `airssys:wasm/storage`. */
export function withStorage<M extends Mode>(
  host: Host<M>,
  change: (storage: StorageImports<M>) => StorageImports<M>,
): Host<M> {
  return { ...host, bind: (id, grants) => withImports(host.bind(id, grants), change) };
}

function withImports<M extends Mode>(
  binding: Binding<M>,
  change: (storage: StorageImports<M>) => StorageImports<M>,
): Binding<M> {
  const storage = change(binding.imports["airssys:wasm/storage"]);
  const imports = { ...binding.imports, "airssys:wasm/storage": storage, "airssys:wasm/storage@0.1.0": storage };
  return new Proxy(binding, {
    get(target, name) {
      if (name === "imports") return imports;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
