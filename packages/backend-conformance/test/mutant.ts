import type { Backend } from "@airssys/backend";
import type { Subject } from "@airssys/backend-conformance";
import { durableMemory } from "./durable-memory.ts";

/** A backend that is wrong in one way, and a law that must notice. */
export interface Mutant {
  readonly name: string;
  /** The name of the law that is about this very fault; others may break too. */
  readonly caughtBy: string;
  readonly subject: Subject;
}

type SyncBackend = Backend<"sync">;

/** A mutant that replaces some methods of a right backend. `change` is called once for every handle. */
export function mutant(name: string, caughtBy: string, change: (right: SyncBackend) => Partial<SyncBackend>): Mutant {
  const right = durableMemory();
  const open = () => {
    const handle = right.open();
    return { ...handle, ...change(handle) };
  };
  return { name, caughtBy, subject: { ...right, open } };
}

/** A mutant whose view is wrong, over a right backend. */
export function viewMutant(
  name: string,
  caughtBy: string,
  view: (backend: SyncBackend, prefix: Uint8Array) => Backend,
): Mutant {
  return {
    name,
    caughtBy,
    subject: { ...durableMemory(), view: (backend, prefix) => view(backend as SyncBackend, prefix) },
  };
}

/** Everything that a backend holds, to be cut in some wrong way. */
export function everything(backend: SyncBackend) {
  const entries = [...backend.scan({}).entries];
  for (let isLast = entries.length < 1_000; !isLast; ) {
    const last = entries.at(-1)?.key ?? new Uint8Array(0);
    const page = backend.scan({ gte: Uint8Array.of(...last, 0) });
    entries.push(...page.entries);
    isLast = page.isLast;
  }
  return entries;
}
