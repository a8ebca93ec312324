// A test may import a module of a guest like any other. Its imports of the contract then go to the guest that is being
// called, since such a module has no host of its own. The slot is global because this module may be loaded twice in one
// process, by Vite and by Node.

import { MockError } from "../bundle/mock-error.ts";
import type { ImportOf } from "./imported.ts";

const CURRENT = Symbol.for("@airssys/testing:current-guest");

const place = globalThis as { [CURRENT]?: ImportOf | undefined };

/** Makes a guest the current one while some work runs. */
export function withCurrentGuest<T>(importOf: ImportOf, work: () => T): T {
  const before = place[CURRENT];
  place[CURRENT] = importOf;
  try {
    return work();
  } finally {
    place[CURRENT] = before;
  }
}

/**
 * Calls an import of the current guest, for a module that belongs to no guest.
 *
 * @throws MockError `outside-of-call` if no guest is being called
 */
export function callImported(from: string, name: string, args: readonly unknown[]): unknown {
  const importOf = place[CURRENT];
  if (importOf !== undefined) return importOf(from, name)(...args);
  const problem = `"${name}" of ${from} was called outside of any component: a test that imports a module of a guest can only use what needs no storage. Call it through a harness`;
  throw new MockError("outside-of-call", problem);
}
