/**
 * The timers and the monotonic clock of the platform, captured when this module loads. If a program replaces the
 * globals later, as fake timers in tests do, time limits still hold and a sleeping guest still wakes.
 */
export const { setTimeout, clearTimeout } = globalThis;

/** Missing in browsers. */
export const setImmediate: typeof globalThis.setImmediate | undefined = globalThis.setImmediate;

export const performance: { now(): number } = { now: globalThis.performance.now.bind(globalThis.performance) };
