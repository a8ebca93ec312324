import type { Binding } from "@airssys/host";
import { CallError } from "../errors/call-error.ts";
import { nextTurn } from "../time/next-turn.ts";

/** Hands the events of a component's watches to it, one delivery after the other, as long as there are any. */
export class EventDelivery {
  readonly #binding: Binding;
  readonly #deliverNext: () => Promise<void>;
  readonly #onFailure: ((error: CallError) => void) | undefined;
  #isAtWork = false;

  /**
   * @param deliverNext takes the events of one watch, if any wait, and hands them over. It throws a CallError as a call
   * does.
   * @param onFailure told of deliveries that failed.
   */
  constructor(binding: Binding, deliverNext: () => Promise<void>, onFailure: ((error: CallError) => void) | undefined) {
    this.#binding = binding;
    this.#deliverNext = deliverNext;
    this.#onFailure = onFailure;
  }

  /** From now on the component finds no events by polling. */
  begin(): void {
    this.#binding.deliverEvents(() => {
      if (!this.#isAtWork) void this.#deliverAll();
    });
  }

  /**
   * Each delivery is a call of its own, after the commit in the middle of which its events came. Components that answer
   * each other must not stop time.
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

  /**
   * Answers whether there can be more: a delivery that fails is not the last one, and an instance that is stopped takes
   * none.
   */
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
