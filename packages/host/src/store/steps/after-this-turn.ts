const startTimer = setTimeout;

/**
 * Does work after the callbacks that are due now, and after everything that they do at once: when the event loop has
 * gone round. Browsers have no `setImmediate`. It uses the timers that were there when this module was loaded, whatever
 * a program replaces them with later.
 */
export const afterThisTurn: (work: () => void) => void =
  typeof setImmediate === "function" ? setImmediate : (work) => void startTimer(work, 0);
