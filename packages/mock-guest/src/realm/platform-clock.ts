/**
 * The monotonic clock of the platform, captured when this module is loaded. Fake timers of a test runner replace the
 * global one later; the event loop of a guest keeps to the real one.
 */
export const performance: { now(): number; readonly timeOrigin: number } = {
  now: globalThis.performance.now.bind(globalThis.performance),
  timeOrigin: globalThis.performance.timeOrigin,
};
