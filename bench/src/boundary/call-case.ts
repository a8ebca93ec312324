import { swallow } from "../black-hole.ts";
import type { Case } from "../measure.ts";
import { PROBE_KEYS, type Probe } from "../probe/probe.ts";

/** Calls of the component's exports that do some operations on keys from `first` on. */
export interface Work {
  readonly operations: number;
  /** How many keys there are. Unless given, all that the component has. */
  readonly keys?: number;
  run(probe: Probe, first: number): Promise<unknown>;
}

/** One call after the other, each on the keys that follow. */
export function callCase(name: string, probe: Probe, { operations, keys = PROBE_KEYS, run }: Work): Case {
  let first = 0;
  return {
    name,
    operationsPerSample: operations,
    async sample() {
      const answer = await run(probe, first);
      first = (first + operations) % keys;
      if (typeof answer === "number") swallow(answer);
    },
  };
}
