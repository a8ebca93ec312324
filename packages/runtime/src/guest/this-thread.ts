import type { GuestFunction } from "../call/guest-function.ts";
import type { GuestEnd } from "../errors/guest-end.ts";
import { createWasi } from "../imports/wasi/wasi.ts";
import type { Guest, GuestEnvironment } from "./guest.ts";
import { compileGuest, type Instantiate, instantiator } from "./guest-code.ts";
import type { Isolation } from "./isolation.ts";

/**
 * Runs guests in the calling thread: the fastest way, for components that are trusted to return. The thread is blocked
 * while a guest works, and nothing can interrupt it. Only a guest that waits for its host can be abandoned.
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
  /** Rejects the current call, if it is waiting. */
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

  /** Makes a pending answer reject when the guest is ended. An immediate answer stays as it is. */
  #unlessEnded(answer: unknown): unknown {
    if (!(answer instanceof Promise)) return answer;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#leave = reject;
    answer.then(resolve, reject);
    return promise;
  }
}
