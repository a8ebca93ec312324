import type { ProcessOptions } from "./guest-process.ts";
import { ServingProcess } from "./serving-process.ts";

/** How many processes there are. */
export interface PoolSizes {
  /** Processes that have compiled the component and wait for a guest. */
  readonly spares: number;
  readonly instancesPerProcess: number;
}

/** The place of a guest in a process. */
export interface Seat {
  readonly process: ServingProcess;
  /** Its number there. */
  readonly guest: number;
}

/** Processes of one component. */
export class ProcessPool {
  readonly #options: ProcessOptions;
  readonly #setup: Uint8Array;
  readonly #sizes: PoolSizes;
  #spares: ServingProcess[] = [];
  /** The last process that was taken, which may have room for more guests. */
  #last: ServingProcess | undefined;
  #isClosed = false;

  /** @param setup the frame that tells a process its component. */
  constructor(options: ProcessOptions, setup: Uint8Array, sizes: PoolSizes) {
    this.#options = options;
    this.#setup = setup;
    this.#sizes = sizes;
    this.#refill();
  }

  /** A place for a new guest: in a process that others share if there is room, in one that waits, or in a new one. */
  take(): Seat {
    return seatIn(this.#last) ?? this.#newSeat();
  }

  /** Ends those that wait, and starts no more ahead. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const spares = this.#spares;
    this.#spares = [];
    await Promise.all(spares.map((spare) => spare.end()));
  }

  #newSeat(): Seat {
    this.#spares = this.#spares.filter(({ isGone }) => !isGone);
    const process = this.#spares.shift() ?? this.#started();
    this.#last = process;
    return seatIn(process) ?? { process, guest: 0 };
  }

  #started(): ServingProcess {
    return new ServingProcess(this.#options, this.#setup, this.#sizes.instancesPerProcess, () => this.#refill());
  }

  /** Nobody waits for a spare: if there can be no process, the next start says so. */
  #startedAhead(): ServingProcess | undefined {
    try {
      return this.#started();
    } catch {
      return undefined;
    }
  }

  #refill(): void {
    if (this.#isClosed) return;
    while (this.#spares.length < this.#sizes.spares) {
      const spare = this.#startedAhead();
      if (spare === undefined) return;
      this.#spares.push(spare);
    }
  }
}

function seatIn(process: ServingProcess | undefined): Seat | undefined {
  const guest = process?.reserve();
  return process === undefined || guest === undefined ? undefined : { process, guest };
}
