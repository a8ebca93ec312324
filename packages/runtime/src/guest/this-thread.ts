import type { GuestFunction } from "../call/guest-function.ts";
import type { GuestEnd } from "../errors/guest-end.ts";
import { createWasi } from "../imports/wasi/wasi.ts";
import type { Guest, GuestEnvironment } from "./guest.ts";
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
    return (environment) => new LocalGuest(instantiate, environment);
  },
};

class LocalGuest implements Guest {
  readonly #instantiate: Instantiate;
  readonly #environment: GuestEnvironment;
  /** Ends the call under way, if it is one that waits. */
  #leave: ((reason: GuestEnd) => void) | undefined;
  #isEnded = false;

  constructor(instantiate: Instantiate, environment: GuestEnvironment) {
    this.#instantiate = instantiate;
    this.#environment = environment;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  async start(): Promise<ReadonlyMap<string, GuestFunction>> {
    const { imports, buckets, ...environment } = this.#environment;
    const functions = await this.#instantiate(imports, createWasi(environment), buckets);
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
