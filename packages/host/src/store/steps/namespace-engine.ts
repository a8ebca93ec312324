import { type Backend, type Batch, namespaced } from "@airssys/backend";
import { batchOfNamespace, type NamespaceLayout, systemKey } from "../format/namespace-layout.ts";
import type { Engine } from "./steps.ts";

/**
 * One namespace of a backend as an engine of its own: keys go in and come out without the namespace's prefix, and
 * `RECORD_KEY` is its record.
 *
 * @param commit commits a batch in the keys of the backend, if not the backend itself does.
 */
export function namespaceEngine(
  backend: Backend,
  layout: NamespaceLayout,
  commit: Engine["commit"] = (batch) => backend.commit(batch),
): Engine {
  const view = namespaced(backend, layout.prefix);
  return {
    get(key) {
      const system = systemKey(layout, key);
      return system === undefined ? view.get(key) : backend.get(system);
    },
    getMany: (keys) => view.getMany(keys),
    scan: (range) => view.scan(range),
    count: (range) => view.count(range),
    commit: (batch: Batch) => commit(batchOfNamespace(layout, batch)),
  };
}
