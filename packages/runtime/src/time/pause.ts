import { clearTimeout, setTimeout } from "./platform-time.ts";

/** Waits. Rejects with the reason of the signal as soon as that is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
}
