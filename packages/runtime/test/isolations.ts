import type { Isolation } from "@airssys/runtime";
import { childProcesses, workerThreads } from "@airssys/runtime/node";

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
