/**
 * The timers and the monotonic clock of the platform, as they were when this module was loaded. A program may replace
 * the global ones later, as fake timers of a test runner do: mock mode goes on by the real ones.
 */
export const { setTimeout } = globalThis;

export const performance: { now(): number; readonly timeOrigin: number } = {
  now: globalThis.performance.now.bind(globalThis.performance),
  timeOrigin: globalThis.performance.timeOrigin,
};
