import { type Compiled, compile } from "./compiled.ts";
import { functionsByPath } from "./export-path.ts";
import type { Guest, GuestEnd, GuestFunction, Surroundings } from "./guest.ts";
import type { Isolation } from "./isolation.ts";
import { createWasi } from "./wasi/wasi.ts";

/**
 * Guests in the thread that calls them: the fastest way, for components that are trusted to return. The thread waits as long as a call takes, and
 * nothing can cut it short.
 */
export const thisThread: Isolation = {
  isInterruptible: false,
  async prepare(transpiled, memoryBytesMax) {
    const compiled = await compile(transpiled, memoryBytesMax);
    return (surroundings) => new LocalGuest(compiled, surroundings);
  },
};

class LocalGuest implements Guest {
  readonly #compiled: Compiled;
  readonly #surroundings: Surroundings;
  #isEnded = false;

  constructor(compiled: Compiled, surroundings: Surroundings) {
    this.#compiled = compiled;
    this.#surroundings = surroundings;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  async start(): Promise<ReadonlyMap<string, GuestFunction>> {
    const { imports, stdout, stderr } = this.#surroundings;
    return functionsByPath(await this.#compiled.instantiate({ ...createWasi({ stdout, stderr }), ...imports }));
  }

  async end(_reason: GuestEnd): Promise<void> {
    this.#isEnded = true;
  }
}
