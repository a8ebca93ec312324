import { driveAsync } from "./drive.ts";
import { Slices } from "./slice.ts";
import { answered, type Steps } from "./steps.ts";

/** Runs steps whose every answer may be a page, and lets the event loop go round between two of them. */
export function drivePaced<T>(steps: Steps<T>): Promise<T> {
  return driveAsync(paced(steps, new Slices()));
}

function* paced<T>(steps: Steps<T>, slices: Slices): Steps<T> {
  let state = steps.next();
  while (!state.done) {
    let answer: unknown;
    try {
      answer = yield* answered(state.value);
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    if (slices.isOver) yield* answered(slices.rest());
    state = steps.next(answer);
  }
  return state.value;
}
