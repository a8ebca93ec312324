import { monotonicNow } from "../../time/platform-time.ts";
import { afterThisTurn } from "./after-this-turn.ts";

/** Milliseconds of work after which others have their turn. */
const SLICE_MILLISECONDS = 5;

/** Lets the event loop go round in the middle of long work. */
export class Pacer {
  #begun = monotonicNow();

  /** Waits until the event loop has gone round, if it has not for some milliseconds. */
  async pause(): Promise<void> {
    if (monotonicNow() - this.#begun < SLICE_MILLISECONDS) return;
    await new Promise<void>(afterThisTurn);
    this.#begun = monotonicNow();
  }
}
