import { setImmediate, setTimeout } from "./platform-time.ts";

/**
 * Resolves on the next turn of the event loop, after timers and I/O that are due. Falls back to a timer in browsers,
 * which have no `setImmediate`.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
