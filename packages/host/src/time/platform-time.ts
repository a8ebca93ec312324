/**
 * The platform's monotonic clock, in milliseconds. Bound when this module loads, because a program (fake timers in a
 * test, for instance) may replace the global `performance` later.
 */
export const monotonicNow: () => number = performance.now.bind(performance);
