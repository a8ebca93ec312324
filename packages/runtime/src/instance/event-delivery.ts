import type { Binding } from "@airssys/host";
import { CallError } from "../errors/call-error.ts";
import { nextTurn } from "../time/next-turn.ts";

/** Delivers the events of a component's watches, one delivery at a time, until none are left. */
export class EventDelivery {
  readonly #binding: Binding;
  readonly #deliverNext: () => Promise<void>;
  readonly #onFailure: ((error: CallError) => void) | undefined;
  #isAtWork = false;

  /**
   * @param deliverNext delivers the waiting events of one watch, if any. Throws a CallError as a call does.
   * @param onFailure receives failed deliveries.
   */
  constructor(binding: Binding, deliverNext: () => Promise<void>, onFailure: ((error: CallError) => void) | undefined) {
    this.#binding = binding;
    this.#deliverNext = deliverNext;
    this.#onFailure = onFailure;
  }

  /** Starts delivering. From now on the component gets no events by polling. */
  begin(): void {
    this.#binding.deliverEvents(() => {
      if (!this.#isAtWork) void this.#deliverAll();
    });
  }

  /**
   * Each delivery is its own call, after the commit that caused its events. Waits a turn of the event loop before each,
   * so that components that trigger each other cannot block other work.
   */
  async #deliverAll(): Promise<void> {
    this.#isAtWork = true;
    try {
      do await nextTurn();
      while ((await this.#deliver()) && this.#binding.hasEvents);
    } finally {
      this.#isAtWork = false;
    }
  }

  /** Returns whether more deliveries may follow: yes after a failed one, no once the instance is stopped. */
  async #deliver(): Promise<boolean> {
    try {
      await this.#deliverNext();
      return true;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.code === "stopped") return false;
      this.#onFailure?.(error);
      return true;
    }
  }
}
