import type { Answer, Mode } from "@airssys/backend";
import { isThenable } from "@airssys/protocol";
import { monotonicNow } from "../../time/platform-time.ts";
import { afterThisTurn } from "./after-this-turn.ts";
import { SLICE_MILLISECONDS } from "./slice.ts";
import type { Steps } from "./steps.ts";

/**
 * Runs steps to their end, and answers as engines of the mode do: at once, or with a promise. A promise that rejects is
 * thrown into the steps where they wait for it.
 */
export function drive<M extends Mode, T>(mode: M, steps: Steps<T>): Answer<M, T> {
  return (mode === "sync" ? driveSync(steps) : driveAsync(steps)) as Answer<M, T>; // the compiler does not narrow `M`
}

/** Runs steps without a single promise: every answer is there when it is asked for. */
function driveSync<T>(steps: Steps<T>): T {
  let state = steps.next();
  while (!state.done) state = resume(steps, state.value);
  return state.value;
}

function resume<T>(steps: Steps<T>, answer: unknown): IteratorResult<unknown, T> {
  return isThenable(answer) ? steps.throw(refusePromise(answer)) : steps.next(answer);
}

/** Runs steps whose answers may be promises. Waits for those that are, and for no other. */
export async function driveAsync<T>(steps: Steps<T>): Promise<T> {
  let state = steps.next();
  while (!state.done) {
    let value: unknown = state.value;
    try {
      if (isThenable(value)) value = await value;
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    state = steps.next(value);
  }
  return state.value;
}

/** Answers between two looks at the clock, which cost more than most answers. */
const ANSWERS_PER_LOOK = 32;

/**
 * Runs steps at once if they are short, and otherwise in slices between which the event loop goes round. Steps that
 * nobody waits for any more are left at the end of a slice, and their promise never settles. Over an asynchronous
 * engine the event loop has its turn anyway.
 */
export function driveFairly<T>(mode: Mode, steps: Steps<T>, isLeft: () => boolean): T | Promise<T> {
  if (mode === "async") return driveAsync(steps);
  const state = runSlice(steps, steps.next());
  return state.done ? state.value : continueFairly(steps, state, isLeft);
}

async function continueFairly<T>(
  steps: Steps<T>,
  paused: IteratorResult<unknown, T>,
  isLeft: () => boolean,
): Promise<T> {
  let state = paused;
  while (!state.done) {
    await new Promise<void>(afterThisTurn);
    if (isLeft()) return leave(steps);
    state = runSlice(steps, state);
  }
  return state.value;
}

function runSlice<T>(steps: Steps<T>, begin: IteratorResult<unknown, T>): IteratorResult<unknown, T> {
  const end = monotonicNow() + SLICE_MILLISECONDS;
  let state = begin;
  for (let answers = 1; !state.done; answers++) {
    if (answers % ANSWERS_PER_LOOK === 0 && monotonicNow() >= end) return state;
    state = resume(steps, state.value);
  }
  return state;
}

function leave<T>(steps: Steps<T>): Promise<never> {
  steps.return(undefined as T); // runs their `finally` blocks; nobody takes the value
  return new Promise(() => {});
}

function refusePromise(promise: PromiseLike<unknown>): TypeError {
  // Its work is refused whole already: whatever still comes of it must not end the process. To wait for anything but a
  // promise could be what begins its work.
  if (promise instanceof Promise) promise.catch(() => undefined);
  return new TypeError("over an embedded engine a transaction's work is synchronous; it must not return a promise");
}
