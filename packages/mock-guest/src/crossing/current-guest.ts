// Modules of a guest can be imported by a test like any other. What they import of their host then is that of the guest
// which is being called: a module of the program has no host of its own. The place is global because Vite's modules and
// those of Node are not the same.

import { MockError } from "../bundle/mock-error.ts";
import type { ImportOf } from "./imported.ts";

const CURRENT = Symbol.for("@airssys/testing:current-guest");

const place = globalThis as { [CURRENT]?: ImportOf | undefined };

/** Does the work of a guest. */
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
 * Calls what a guest imports, for a module that belongs to none.
 *
 * @throws MockError `outside-of-call` if no guest is being called
 */
export function callImported(from: string, name: string, args: readonly unknown[]): unknown {
  const importOf = place[CURRENT];
  if (importOf !== undefined) return importOf(from, name)(...args);
  const problem = `"${name}" of ${from} was called outside of any component: a test that imports a module of a guest can only use what needs no storage. Call it through a harness`;
  throw new MockError("outside-of-call", problem);
}
