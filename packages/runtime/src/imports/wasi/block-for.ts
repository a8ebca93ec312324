import { performance } from "../../time/platform-time.ts";

/**
 * Blocks the thread, as a synchronous guest that waits must. Where the thread may not sleep, a browser's main one, it
 * spins.
 */
export function blockFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  } catch {
    while (performance.now() < end);
  }
}
