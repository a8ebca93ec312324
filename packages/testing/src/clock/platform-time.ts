/**
 * `setTimeout` of the platform, captured when this module is loaded. Fake timers of a test runner replace the global
 * one later; faults that delay a request keep to the real one.
 */
export const { setTimeout } = globalThis;
