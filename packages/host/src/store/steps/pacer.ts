import { monotonicNow } from "../../time/platform-time.ts";
import { afterThisTurn } from "./after-this-turn.ts";
import { driveAsync } from "./drive.ts";
import { answered, type Steps } from "./steps.ts";

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

/** Runs steps whose every answer may be a page, and lets the event loop go round between two of them. */
export function drivePaced<T>(steps: Steps<T>): Promise<T> {
  return driveAsync(paced(steps, new Pacer()));
}

function* paced<T>(steps: Steps<T>, pacer: Pacer): Steps<T> {
  let state = steps.next();
  while (!state.done) {
    let answer: unknown;
    try {
      answer = yield* answered(state.value);
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    yield* answered(pacer.pause());
    state = steps.next(answer);
  }
  return state.value;
}
