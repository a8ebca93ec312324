import { type Backend, type Batch, namespaced } from "@airssys/backend";
import { batchOfNamespace, type NamespaceLayout } from "../format/namespace-layout.ts";
import { RECORD_KEY } from "../format/stored-key.ts";
import type { Engine } from "./steps.ts";

/**
 * One namespace of a backend as an engine of its own: keys go in and come out without the namespace's prefix, and
 * {@link RECORD_KEY} is its record.
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
    get: (key) => (key === RECORD_KEY ? backend.get(layout.recordKey) : view.get(key)),
    getMany: (keys) => view.getMany(keys),
    scan: (range) => view.scan(range),
    count: (range) => view.count(range),
    commit: (batch: Batch) => commit(batchOfNamespace(layout, batch)),
  };
}
