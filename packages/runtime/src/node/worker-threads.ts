import type { Isolation } from "@airssys/runtime";
import { compileGuest } from "../guest/guest-code.ts";
import { RemoteGuest } from "./remote-guest.ts";
import { ThreadChannel } from "./thread-channel.ts";

/** What the thread of a guest may take of the process, besides the memory of the guest itself. */
export interface WorkerThreadsOptions {
  /**
   * Most megabytes of the thread's own JavaScript heap, which holds what passes between guest and host. A thread that
   * needs more ends, and nothing else does. Default 64.
   */
  readonly heapMegabytesMax?: number;
}

const HEAP_MEGABYTES_MAX = 64;

/**
 * Each guest in a worker thread of its own, which can be ended at any instant: what code of strangers needs.
 *
 * The thread holds the guest and nothing else. Whatever the guest imports is done by the thread that loaded the
 * component, so that ending the guest's thread can never break the engine, and the thread that called goes on with
 * other work meanwhile.
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
  if (!(Number.isSafeInteger(heapMegabytesMax) && heapMegabytesMax > 0))
    throw new RangeError(`"heapMegabytesMax" must be a whole number above 0, got ${heapMegabytesMax}`);
  return {
    isInterruptible: true,
    async prepare(transpiled, memoryBytesMax) {
      const code = await compileGuest(transpiled, memoryBytesMax);
      return (environment) => new RemoteGuest(new ThreadChannel(code, heapMegabytesMax), environment);
    },
  };
}
