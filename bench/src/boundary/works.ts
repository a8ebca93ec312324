import { PROBE_BATCH, PROBE_BYTES, PROBE_KEYS, type Probe } from "../probe/probe.ts";
import type { Work } from "./call-case.ts";

/**
 * More host calls than this within one call of an export become slower and slower in today's JavaScript engine for
 * components.
 */
export const CALLS_MAX = PROBE_KEYS;

/**
 * A size of values, and how many of them one call handles: a guest frees what it was given only when its export
 * returns.
 */
export interface Size {
  readonly name: string;
  readonly bytes: number;
  readonly perCall: number;
}

export const SIZES: readonly Size[] = [
  { name: "100 B", bytes: PROBE_BYTES, perCall: CALLS_MAX },
  { name: "1 KB", bytes: 1_024, perCall: CALLS_MAX },
  { name: "64 KB", bytes: 65_536, perCall: 100 },
  { name: "1 MB", bytes: 1_048_576, perCall: 8 },
];

/** Stores the values of a size, and those of JSON beside the small ones. */
export async function fillSize({ bytes, perCall }: Size, probe: Probe): Promise<void> {
  await probe.call("work.setEach", bytes, 0, perCall);
  if (bytes === PROBE_BYTES) await probe.call("work.setEachTyped", 0, PROBE_KEYS);
}

export function getsOf({ bytes, perCall }: Size): Work {
  const run = (probe: Probe, first: number) => probe.call("work.getEach", bytes, first, perCall);
  return { operations: perCall, keys: perCall, run };
}

export function setsOf({ bytes, perCall }: Size): Work {
  const run = (probe: Probe, first: number) => probe.call("work.setEach", bytes, first, perCall);
  return { operations: perCall, keys: perCall, run };
}

export const TYPED_GETS: Work = {
  operations: CALLS_MAX,
  run: (probe, first) => probe.call("work.getEachTyped", first, CALLS_MAX),
};

export const TYPED_SETS: Work = {
  operations: CALLS_MAX,
  run: (probe, first) => probe.call("work.setEachTyped", first, CALLS_MAX),
};

export const EACH_OF_BATCH = {
  get: {
    operations: PROBE_BATCH,
    run: (probe, first) => probe.call("work.getEach", PROBE_BYTES, first, PROBE_BATCH),
  },
  set: {
    operations: PROBE_BATCH,
    run: (probe, first) => probe.call("work.setEach", PROBE_BYTES, first, PROBE_BATCH),
  },
} as const satisfies Record<string, Work>;

export const BATCH_TOGETHER = {
  get: { operations: PROBE_BATCH, run: (probe, first) => probe.call("work.getTogether", first / PROBE_BATCH) },
  set: { operations: PROBE_BATCH, run: (probe, first) => probe.call("work.setTogether", first / PROBE_BATCH) },
} as const satisfies Record<string, Work>;

export const NOTHING: Work = { operations: 1, run: (probe) => probe.call("work.nothing") };

export const ONE_GET: Work = {
  operations: 1,
  run: (probe, first) => probe.call("work.getEach", PROBE_BYTES, first, 1),
};

/** One page of so many entries. */
export function pageOf(entries: number): Work {
  return { operations: 1, run: (probe) => probe.call("work.readRange", entries) };
}
