import type { Instance } from "@airssys/runtime";
import type { HonestExports } from "./tenant-components.ts";

/** Latencies and failures of a load. */
export interface LoadOutcome {
  /** Until calls had answered, in milliseconds from the instant at which each was due. */
  readonly latencies: readonly number[];
  /**
   * Until calls were made, likewise: later than due where the thread of the host was busy, or had to wait for a
   * processor.
   */
  readonly delays: readonly number[];
  readonly failed: number;
}

/** Keys of each tenant. */
export const TENANT_KEYS = 100;

const CALLS_PER_SECOND = 250;
const SETS_SHARE = 0.3;

/**
 * Calls tenants at a fixed rate whether or not calls before have answered, 70 gets to 30 sets, so that a stall counts
 * for every call that was due in it.
 *
 * @param seconds after which no more calls are due; those made are waited for.
 */
export async function steadyLoad(tenants: readonly Instance<HonestExports>[], seconds: number): Promise<LoadOutcome> {
  const latencies: number[] = [];
  const delays: number[] = [];
  let failed = 0;
  const random = numbersFrom(1);
  const calls: Promise<void>[] = [];
  const count = Math.round(seconds * CALLS_PER_SECOND);
  const begin = performance.now();
  const dueAt = (number: number) => begin + (number * 1_000) / CALLS_PER_SECOND;
  while (calls.length < count) {
    const due = dueAt(calls.length);
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    else calls.push(timed(due));
  }
  await Promise.all(calls);
  return { latencies, delays, failed };

  async function timed(due: number): Promise<void> {
    delays.push(performance.now() - due);
    const tenant = tenants[Math.floor(random() * tenants.length)] as Instance<HonestExports>;
    const path = random() < SETS_SHARE ? "setOne" : "getOne";
    try {
      await tenant.call(path, Math.floor(random() * TENANT_KEYS));
      latencies.push(performance.now() - due);
    } catch {
      failed++;
    }
  }
}

/** The same numbers from 0 to 1 in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
