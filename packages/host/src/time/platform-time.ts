/**
 * The monotonic clock of the platform, in milliseconds, as it was when this module was loaded: a program may replace
 * the global one later.
 */
export const monotonicNow: () => number = performance.now.bind(performance);
