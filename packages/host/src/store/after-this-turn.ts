/**
 * Does work after the callbacks that are due now, and after everything that they do at once: when the event loop has gone round. Browsers have no
 * `setImmediate`.
 */
export const afterThisTurn: (work: () => void) => void =
  typeof setImmediate === "function" ? setImmediate : (work) => void setTimeout(work, 0);
