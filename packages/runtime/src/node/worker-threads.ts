import type { Isolation } from "@airssys/runtime";
import { requireWhole } from "../errors/require-whole.ts";
import { compileGuest } from "../guest/guest-code.ts";
import { RemoteGuest } from "./remote-guest.ts";
import { ThreadChannel } from "./thread-channel.ts";

/** Limits for the thread of a guest, besides the memory of the guest itself. */
export interface WorkerThreadsOptions {
  /**
   * Most megabytes of the thread's JavaScript heap, which holds values on their way between guest and host. A thread
   * that needs more ends; its host goes on. Default 64.
   */
  readonly heapMegabytesMax?: number;
}

const HEAP_MEGABYTES_MAX = 64;

/**
 * Runs each guest in its own worker thread, which can be ended at any time. Use it for components that may loop or
 * fail, and {@link childProcesses} for untrusted ones.
 *
 * The thread holds only the guest. Imports run in the thread that loaded the component, so ending the guest's thread
 * can never break the engine, and the calling thread stays free for other work meanwhile.
 *
 * @throws RangeError for an invalid option
 *
 * @example
 * ```ts
 * import { workerThreads } from "@airssys/runtime/node";
 *
 * const isolation = workerThreads();
 * // load(bytes, { host, manifest, isolation, callTimeMaxMs: 2_000 })
 * ```
 */
export function workerThreads({ heapMegabytesMax = HEAP_MEGABYTES_MAX }: WorkerThreadsOptions = {}): Isolation {
  requireWhole("heapMegabytesMax", heapMegabytesMax, 1, Number.MAX_SAFE_INTEGER);
  return {
    isInterruptible: true,
    async prepare(transpiled, memoryBytesMax) {
      const code = await compileGuest(transpiled, memoryBytesMax);
      return (environment) => new RemoteGuest(new ThreadChannel(code, heapMegabytesMax), environment);
    },
  };
}
