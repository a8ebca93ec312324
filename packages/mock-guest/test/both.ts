import type { Instance } from "@airssys/runtime";
import { createHarness, type Harness, type HarnessOptions } from "@airssys/testing";
import { afterAll, beforeAll } from "vitest";

/** The same guest twice: in mock mode, and as a built component. */
export interface Both {
  readonly mock: Instance;
  readonly built: Instance;
  /** The harnesses of both, in this order. */
  readonly harnesses: readonly Harness[];
}

/** Starts a guest in both modes before the tests of a file, and closes its harnesses after them. */
export function startBoth(source: () => HarnessOptions | Promise<HarnessOptions>): Both {
  const harnesses: Harness[] = [];
  const instances: Instance[] = [];
  const { stackTraceLimit } = Error;
  beforeAll(async () => {
    const options = await source();
    for (const mode of ["mock", "memory"] as const) {
      const harness = await createHarness({ ...options, mode });
      harnesses.push(harness);
      instances.push(await harness.start());
    }
    // No stacks outside of guests: the test runner would search the whole text of the component for each of them.
    Error.stackTraceLimit = 0;
  }, 60_000);
  afterAll(async () => {
    Error.stackTraceLimit = stackTraceLimit;
    for (const harness of harnesses) await harness.close();
  });
  return {
    harnesses,
    get mock() {
      return instances[0] as Instance; // started before the first test
    },
    get built() {
      return instances[1] as Instance;
    },
  };
}
