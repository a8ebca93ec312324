import type { GuestFunction } from "../call/guest-function.ts";
import type { GuestEnd } from "../errors/guest-end.ts";
import { createWasi } from "../imports/wasi/wasi.ts";
import type { Guest, Surroundings } from "./guest.ts";
import { compileGuest, type Instantiate, instantiator } from "./guest-code.ts";
import type { Isolation } from "./isolation.ts";

/**
 * Guests in the thread that calls them: the fastest way, for components that are trusted to return. The thread waits as
 * long as a guest is at work, and nothing can cut that short. Only one that waits for its host can be left where it is.
 */
export const thisThread: Isolation = {
  isInterruptible: false,
  async prepare(transpiled, memoryBytesMax) {
    const instantiate = await instantiator(await compileGuest(transpiled, memoryBytesMax));
    return (surroundings) => new LocalGuest(instantiate, surroundings);
  },
};

class LocalGuest implements Guest {
  readonly #instantiate: Instantiate;
  readonly #surroundings: Surroundings;
  /** Ends the call under way, if it is one that waits. */
  #leave: ((reason: GuestEnd) => void) | undefined;
  #isEnded = false;

  constructor(instantiate: Instantiate, surroundings: Surroundings) {
    this.#instantiate = instantiate;
    this.#surroundings = surroundings;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  async start(): Promise<ReadonlyMap<string, GuestFunction>> {
    const { imports, buckets, ...surroundings } = this.#surroundings;
    const functions = await this.#instantiate(imports, createWasi(surroundings), buckets);
    return new Map([...functions].map(([path, call]) => [path, (args) => this.#unlessEnded(call(args))]));
  }

  async end(reason: GuestEnd): Promise<void> {
    this.#isEnded = true;
    this.#leave?.(reason);
  }

  /** What answers at once stays as it is. */
  #unlessEnded(answer: unknown): unknown {
    if (!(answer instanceof Promise)) return answer;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#leave = reject;
    answer.then(resolve, reject);
    return promise;
  }
}
