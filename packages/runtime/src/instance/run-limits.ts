import type { Manifest } from "@airssys/host";
import { LoadError } from "../errors/load-error.ts";
import type { Isolation } from "../guest/isolation.ts";

/**
 * Most bytes of an instance's memory unless told otherwise. A component that handles values of 1 MiB settles at about
 * 150 MB.
 */
export const MEMORY_BYTES_MAX = 268_435_456;

/** Longest that a call may take where it can be ended, in milliseconds, unless told otherwise. */
export const CALL_TIME_MAX = 10_000;

/** Longest that the start of an instance may take where it can be ended, in milliseconds, unless told otherwise. */
export const START_TIME_MAX = 10_000;

/** Most calls of an instance that wait for their turn, unless told otherwise. */
export const CALLS_WAITING_MAX = 1_000;

/** The longest time that a timer knows, in milliseconds. */
export const TIMER_MAX = 2_147_483_647;

/** What a program lets the components have that it loads. */
export interface RunLimitOptions {
  /**
   * Most bytes that the memory of each instance may grow to; beyond, the guest is out of memory and traps. At least
   * what the component begins with, about 9 MB for one built from JavaScript. A manifest may ask for less. Default
   * {@link MEMORY_BYTES_MAX}.
   */
  readonly memoryBytesMax?: number;
  /**
   * Longest that a call may take, in milliseconds, without the time that it waits for its turn and that other work
   * keeps the host busy. A manifest may ask for less. It needs an `isolation` that can end a call, such as
   * `workerThreads()` of `@airssys/runtime/node`, and is then {@link CALL_TIME_MAX} by default. Without one there is no
   * such limit.
   */
  readonly callTimeMax?: number;
  /**
   * Longest that the start of an instance may take, in milliseconds, counted as for `callTimeMax` and needing the same.
   * Of all components of a host as many start at once as there are processors; the others wait, and that is not
   * counted. Default {@link START_TIME_MAX} where a start can be ended.
   */
  readonly startTimeMax?: number;
  /**
   * Most calls of an instance that may wait for their turn; one more is refused as `overloaded`. Default
   * {@link CALLS_WAITING_MAX}.
   */
  readonly callsWaitingMax?: number;
}

/** What holds for the instances of one component. */
export interface RunLimits {
  readonly memoryBytesMax: number;
  /** `undefined`: as long as it takes. */
  readonly callTimeMax: number | undefined;
  /** `undefined`: as long as it takes. */
  readonly startTimeMax: number | undefined;
  readonly callsWaitingMax: number;
}

/**
 * What the program allows, or less if the manifest asks for less.
 *
 * @throws LoadError `limit-too-high`, `not-interruptible`; RangeError for an option that is none
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
    callTimeMax: callTimeMax(options, manifest, isolation),
    startTimeMax: startTimeMax(options, isolation),
    callsWaitingMax,
  };
}

function callTimeMax(options: RunLimitOptions, manifest: Manifest, { isInterruptible }: Isolation): number | undefined {
  const asked = manifest.limits?.callTimeMax;
  if (!isInterruptible) {
    if (options.callTimeMax !== undefined) throw notInterruptible('the option "callTimeMax"');
    if (asked !== undefined) throw notInterruptible("limits.call-time of the manifest");
    return undefined;
  }
  const { callTimeMax: most = CALL_TIME_MAX } = options;
  requireWhole("callTimeMax", most, 1, TIMER_MAX);
  return atMost(most, asked, { setting: "limits.call-time", option: "callTimeMax", unit: "ms" });
}

function startTimeMax(options: RunLimitOptions, { isInterruptible }: Isolation): number | undefined {
  if (!isInterruptible) {
    if (options.startTimeMax !== undefined) throw notInterruptible('the option "startTimeMax"');
    return undefined;
  }
  const { startTimeMax: most = START_TIME_MAX } = options;
  requireWhole("startTimeMax", most, 1, TIMER_MAX);
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
  const needs = `${what} needs guests that can be ended at any instant, and one in the thread that calls it cannot`;
  return new LoadError(
    "not-interruptible",
    `${needs}: load with the option "isolation", such as workerThreads() of @airssys/runtime/node`,
  );
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`"${name}" must be a whole number from ${least} to ${most}, got ${value}`);
}
