/**
 * The timers and the monotonic clock of the platform, as they were when this module was loaded. A program may replace
 * the global ones later, as fake timers of a test runner do: limits of time are still kept then, and a guest that
 * sleeps still wakes.
 */
export const { setTimeout, clearTimeout } = globalThis;

/** Browsers have none. */
export const setImmediate: typeof globalThis.setImmediate | undefined = globalThis.setImmediate;

export const performance: { now(): number } = { now: globalThis.performance.now.bind(globalThis.performance) };
