import type { Isolation } from "@airssys/runtime";
import { childProcesses, workerThreads } from "@airssys/runtime/node";
import { ENGINES, type Engine } from "@airssys/test-kit/engines";
import { isLong } from "@airssys/test-kit/form";

/** Isolations whose guests can be ended at any time. */
export const APART: readonly { readonly where: string; readonly isolation: Isolation }[] = [
  { where: "in a thread of its own", isolation: workerThreads() },
  { where: "in a process of its own", isolation: childProcesses({ sparesMax: 0 }) },
];

/** All isolations, with the options of `load` for them. */
export const ISOLATIONS: readonly (readonly [where: string, options: { readonly isolation?: Isolation }])[] = [
  ["in the thread that calls it", {}],
  ...APART.map(({ where, isolation }) => [where, { isolation }] as const),
];

/** An engine, and a place where a component over it runs. */
export interface Run extends Engine {
  readonly isolation: Isolation | undefined;
}

/**
 * Every engine in every isolation; in the quick form each engine and each isolation once, and the two ways in which
 * calls wait for an engine that answers later.
 */
export const RUNS: readonly Run[] = ENGINES.flatMap((engine, row) =>
  ISOLATIONS.flatMap(([where, { isolation }], column) => {
    const isQuick = row === column || (row === ENGINES.length - 1 && column === 0);
    return isQuick || isLong ? [{ ...engine, name: `${engine.name}, ${where}`, isolation }] : [];
  }),
);
