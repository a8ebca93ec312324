import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import type { HarnessOptions } from "@airssys/testing";

interface EngineCase {
  readonly name: string;
  options(): HarnessOptions;
}

/**
 * The source of a component in this process; two engines that answer at once, and one that answers later, for which
 * components wait through JSPI.
 */
export const ENGINES: readonly EngineCase[] = [
  { name: "memory, in mock mode", options: () => ({ mode: "mock" }) },
  { name: "memory", options: () => ({ mode: "memory" }) },
  { name: "LMDB", options: () => ({ mode: "lmdb" }) },
  { name: "an engine that answers later", options: () => ({ backend: promised(openMemory(), nextTurn) }) },
];

/** Resolves when the event loop has gone round. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
