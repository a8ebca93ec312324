import type { Isolation } from "@airssys/runtime";
import { childProcesses, workerThreads } from "@airssys/runtime/node";

/** Where guests run that can be ended at any instant. */
export const APART: readonly { readonly where: string; readonly isolation: Isolation }[] = [
  { where: "in a thread of its own", isolation: workerThreads() },
  { where: "in a process of its own", isolation: childProcesses({ sparesMax: 0 }) },
];

/** Everywhere that guests run, with what `load` is told of it. */
export const ISOLATIONS: readonly (readonly [where: string, options: { readonly isolation?: Isolation }])[] = [
  ["in the thread that calls it", {}],
  ...APART.map(({ where, isolation }) => [where, { isolation }] as const),
];
