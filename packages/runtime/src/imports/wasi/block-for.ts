import { performance } from "../../time/platform-time.ts";

/**
 * Blocks the thread, as a synchronous guest that waits requires. Spins where the thread may not sleep, such as the main
 * thread of a browser.
 */
export function blockFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  } catch {
    while (performance.now() < end);
  }
}
