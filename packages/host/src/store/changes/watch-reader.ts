import type { Watch } from "./watch.ts";
import type { WatchQueue, WatchResult } from "./watch-queue.ts";

/**
 * A watch as its reader holds it. The feed holds the queue alone, so that a watch which everybody has dropped can be
 * garbage collected, and its queue be closed.
 */
export class WatchReader implements Watch {
  readonly #queue: WatchQueue;

  constructor(queue: WatchQueue) {
    this.#queue = queue;
  }

  /** Whether something can be taken. */
  get isWaiting(): boolean {
    return this.#queue.isWaiting;
  }

  /** Takes what waits, as {@link WatchQueue.take} does. */
  take(countMax: number, bytesMax: number): ReturnType<WatchQueue["take"]> {
    return this.#queue.take(countMax, bytesMax);
  }

  next(): Promise<WatchResult> {
    return this.#queue.next(this);
  }

  return(): Promise<WatchResult> {
    this.close();
    return this.#queue.next(this);
  }

  close(): void {
    this.#queue.close();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
