import { type Guest, GuestEnd, type Isolation } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";

/** Runs guests in threads or processes that a test can end at any time, as a crash would. */
export class KillableThreads implements Isolation {
  readonly isInterruptible = true;
  readonly #threads: Isolation;
  #guest: Guest | undefined;
  #started = Promise.withResolvers<void>();
  #kills = 0;
  #opened = 0;
  #left = 0;

  constructor(threads: Isolation = workerThreads()) {
    this.#threads = threads;
  }

  /** Number of guests that were ended. */
  get kills(): number {
    return this.#kills;
  }

  /** Number of guests that were started. */
  get opened(): number {
    return this.#opened;
  }

  /** Number of ended guests of which nothing is left. */
  get left(): number {
    return this.#left;
  }

  /** Resolves once a guest can be called. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  async prepare(...args: Parameters<Isolation["prepare"]>): ReturnType<Isolation["prepare"]> {
    const open = await this.#threads.prepare(...args);
    return (environment) => this.#watched(open(environment));
  }

  /** Ends the latest guest, whatever it is doing. */
  kill(): void {
    if (this.#guest === undefined || this.#guest.isEnded) return;
    this.#kills++;
    this.#started = Promise.withResolvers();
    void this.#guest.end(new GuestEnd("crashed", "the test has ended it"));
  }

  #watched(guest: Guest): Guest {
    this.#guest = guest;
    this.#opened++;
    let isLeft = false;
    return {
      get isEnded() {
        return guest.isEnded;
      },
      start: async () => {
        const functions = await guest.start();
        this.#started.resolve();
        return functions;
      },
      end: async (reason) => {
        await guest.end(reason);
        if (!isLeft) this.#left++;
        isLeft = true;
      },
    };
  }
}
