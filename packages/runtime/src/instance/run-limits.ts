import type { Manifest } from "@airssys/host";
import { LoadError } from "../errors/load-error.ts";
import { requireWhole } from "../errors/require-whole.ts";
import type { Isolation } from "../guest/isolation.ts";

/**
 * Default of {@link RunLimitOptions.memoryBytesMax}, in bytes. A component that handles values of 1 MiB settles at
 * about 150 MB.
 */
export const MEMORY_BYTES_MAX = 268_435_456;

/** Default of {@link RunLimitOptions.callTimeMaxMs}, in milliseconds. */
export const CALL_TIME_MAX_MS = 10_000;

/** Default of {@link RunLimitOptions.startTimeMaxMs}, in milliseconds. */
export const START_TIME_MAX_MS = 10_000;

/** Default of {@link RunLimitOptions.callsWaitingMax}. */
export const CALLS_WAITING_MAX = 1_000;

/** Longest delay of a timer, in milliseconds. */
export const TIMER_MAX_MS = 2_147_483_647;

/** Limits for the instances of a component. */
export interface RunLimitOptions {
  /**
   * Most bytes that the memory of each instance may grow to. Beyond that the guest is out of memory and traps. Must be
   * at least the initial memory, about 9 MB for a component built from JavaScript. A manifest may ask for less. Default
   * {@link MEMORY_BYTES_MAX}.
   */
  readonly memoryBytesMax?: number;
  /**
   * Most milliseconds that a call may take. Time in the queue does not count, nor time in which other work keeps the
   * host busy. A manifest may ask for less. Requires an `isolation` that can end a call, such as `workerThreads()` of
   * `@airssys/runtime/node`; the default is then {@link CALL_TIME_MAX_MS}. Without one there is no limit.
   */
  readonly callTimeMaxMs?: number;
  /**
   * Most milliseconds that the start of an instance may take, counted and enforced as `callTimeMaxMs` is. One start per
   * processor runs at a time for each host; waiting for that does not count. Default {@link START_TIME_MAX_MS} where a
   * start can be ended.
   */
  readonly startTimeMaxMs?: number;
  /**
   * Most calls of an instance that may wait; further ones fail with `overloaded`. Default {@link CALLS_WAITING_MAX}.
   */
  readonly callsWaitingMax?: number;
}

/** The effective limits of the instances of one component. */
export interface RunLimits {
  readonly memoryBytesMax: number;
  /** `undefined` for no limit. */
  readonly callTimeMaxMs: number | undefined;
  /** `undefined` for no limit. */
  readonly startTimeMaxMs: number | undefined;
  readonly callsWaitingMax: number;
}

/**
 * Returns the limits that the program allows, or lower ones if the manifest asks for them.
 *
 * @throws LoadError `limit-too-high`, `not-interruptible`; RangeError for an invalid option
 */
export function runLimits(options: RunLimitOptions, manifest: Manifest, isolation: Isolation): RunLimits {
  const { memoryBytesMax = MEMORY_BYTES_MAX, callsWaitingMax = CALLS_WAITING_MAX } = options;
  requireWhole("memoryBytesMax", memoryBytesMax, 0, Number.MAX_SAFE_INTEGER);
  requireWhole("callsWaitingMax", callsWaitingMax, 0, Number.MAX_SAFE_INTEGER);
  return {
    memoryBytesMax: atMost(memoryBytesMax, manifest.limits?.memoryBytesMax, {
      setting: "limits.memory",
      option: "memoryBytesMax",
      unit: "bytes",
    }),
    callTimeMaxMs: callTimeMaxMs(options, manifest, isolation),
    startTimeMaxMs: startTimeMaxMs(options, isolation),
    callsWaitingMax,
  };
}

function callTimeMaxMs(
  options: RunLimitOptions,
  manifest: Manifest,
  { isInterruptible }: Isolation,
): number | undefined {
  const asked = manifest.limits?.callTimeMaxMs;
  if (!isInterruptible) {
    if (options.callTimeMaxMs !== undefined) throw notInterruptible('the option "callTimeMaxMs"');
    if (asked !== undefined) throw notInterruptible("limits.call-time of the manifest");
    return undefined;
  }
  const { callTimeMaxMs: most = CALL_TIME_MAX_MS } = options;
  requireWhole("callTimeMaxMs", most, 1, TIMER_MAX_MS);
  return atMost(most, asked, { setting: "limits.call-time", option: "callTimeMaxMs", unit: "ms" });
}

function startTimeMaxMs(options: RunLimitOptions, { isInterruptible }: Isolation): number | undefined {
  if (!isInterruptible) {
    if (options.startTimeMaxMs !== undefined) throw notInterruptible('the option "startTimeMaxMs"');
    return undefined;
  }
  const { startTimeMaxMs: most = START_TIME_MAX_MS } = options;
  requireWhole("startTimeMaxMs", most, 1, TIMER_MAX_MS);
  return most;
}

interface Names {
  readonly setting: string;
  readonly option: string;
  readonly unit: string;
}

function atMost(most: number, asked: number | undefined, { setting, option, unit }: Names): number {
  if (asked === undefined || asked <= most) return asked ?? most;
  const allowed = `the manifest asks for ${asked} ${unit} in ${setting}, where this program allows ${most}`;
  throw new LoadError("limit-too-high", `${allowed}: lower it there, or raise the option "${option}"`);
}

function notInterruptible(what: string): LoadError {
  const needs = `${what} needs guests that can be ended at any time, and a guest in the calling thread cannot`;
  return new LoadError(
    "not-interruptible",
    `${needs}: load with the option "isolation", such as workerThreads() of @airssys/runtime/node`,
  );
}
