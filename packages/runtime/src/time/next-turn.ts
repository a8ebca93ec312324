import { setImmediate, setTimeout } from "./platform-time.ts";

/**
 * Resolves when the event loop has gone round, so that timers and whatever else is due come first. Browsers have no
 * `setImmediate`.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
