import type { ProcessOptions } from "./guest-process.ts";
import { ServingProcess } from "./serving-process.ts";

/** Sizes of a pool. */
export interface PoolSizes {
  /** Idle processes that have compiled the component. */
  readonly spares: number;
  readonly instancesPerProcess: number;
}

/** A guest's slot in a process. */
export interface Seat {
  readonly process: ServingProcess;
  /** Number of the guest in the process. */
  readonly guest: number;
}

/** Processes of one component. */
export class ProcessPool {
  readonly #options: ProcessOptions;
  readonly #setup: Uint8Array;
  readonly #sizes: PoolSizes;
  #spares: ServingProcess[] = [];
  /** The last process that was taken, which may take more guests. */
  #last: ServingProcess | undefined;
  #isClosed = false;

  /** @param setup the frame with the component. */
  constructor(options: ProcessOptions, setup: Uint8Array, sizes: PoolSizes) {
    this.#options = options;
    this.#setup = setup;
    this.#sizes = sizes;
    this.#refill();
  }

  /** Reserves a slot for a new guest: in a shared process with room, in a spare one, or in a new one. */
  take(): Seat {
    return seatIn(this.#last) ?? this.#newSeat();
  }

  /** Ends the spare processes, and starts no more of them. */
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

  /**
   * Starts a spare process, or returns `undefined`: if no process can be started, the next start of an instance reports
   * it.
   */
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
