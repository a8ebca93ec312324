import { monotonicNow } from "../../time/platform-time.ts";
import { afterThisTurn } from "./after-this-turn.ts";

/** Milliseconds of work after which others have their turn. */
export const SLICE_MILLISECONDS = 5;

/** Divides a long loop into slices between which the event loop goes round. Ask it between any two short pieces. */
export class Slices {
  #end = monotonicNow() + SLICE_MILLISECONDS;

  /** Whether it is time to {@link Slices.rest}. */
  get isOver(): boolean {
    return monotonicNow() >= this.#end;
  }

  /** Lets the event loop go round. The next slice begins afterwards. */
  async rest(): Promise<void> {
    await new Promise<void>(afterThisTurn);
    this.#end = monotonicNow() + SLICE_MILLISECONDS;
  }
}
