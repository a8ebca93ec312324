import type { Answer, Backend, Mode } from "@airssys/backend";
import { monotonicNow } from "../../platform-time.ts";
import { afterThisTurn } from "./after-this-turn.ts";
import { answerOf, type Request, type Steps } from "./steps.ts";

/**
 * Runs steps over a backend to their end, and answers as the backend does: at once, or with a promise. What the backend
 * throws is thrown into the steps, at the request that failed.
 */
export function drive<M extends Mode, T>(backend: Backend<M>, steps: Steps<T>): Answer<M, T> {
  return driverOver(backend)(steps);
}

/** Runs steps to their end. */
export type Driver<M extends Mode> = <T>(steps: Steps<T>) => Answer<M, T>;

/** What {@link drive} does, for one backend. */
export function driverOver<M extends Mode>(backend: Backend<M>): Driver<M> {
  const answer = (request: Request) => answerOf(backend, request);
  const run = backend.mode === "sync" ? driveSync : driveAsync;
  return <T>(steps: Steps<T>) => run(answer, steps) as Answer<M, T>;
}

/** Runs steps without a single promise: every answer is there when it is asked for. */
function driveSync<T>(answer: Answering, steps: Steps<T>): T {
  let state = steps.next();
  while (!state.done) state = stepSync(answer, steps, state.value);
  return state.value;
}

function stepSync<T>(answer: Answering, steps: Steps<T>, request: Request): IteratorResult<Request, T> {
  let reply: unknown;
  try {
    reply = answer(request);
    if (reply instanceof Promise) throw promiseTooMany(reply);
  } catch (error) {
    return steps.throw(error);
  }
  return steps.next(reply);
}

/** What a backend says to a request. */
type Answering = (request: Request) => unknown;

/** Runs steps whose answers may be promises. Waits for those that are, and for no other. */
export async function driveAsync<T>(answer: Answering, steps: Steps<T>): Promise<T> {
  let state = steps.next();
  while (!state.done) {
    let reply: unknown;
    try {
      reply = answer(state.value);
      if (reply instanceof Promise) reply = await reply;
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    state = steps.next(reply);
  }
  return state.value;
}

/** Milliseconds of work after which others have their turn. */
const SLICE_MILLISECONDS = 5;

/** Requests between two looks at the clock, which cost more than most requests. */
const REQUESTS_PER_LOOK = 32;

/** Runs steps over an embedded backend without keeping the thread for long. */
export type FairDriver = <T>(steps: Steps<T>, isLeft: () => boolean) => T | Promise<T>;

/**
 * Runs steps over a backend at once if they are short, and otherwise in slices between which the event loop goes round.
 * Steps that nobody waits for any more are left at the end of a slice, and their promise never settles. Over an
 * asynchronous backend the event loop has its turn anyway.
 */
export function fairDriverOver(backend: Backend): FairDriver {
  const answer = (request: Request) => answerOf(backend, request);
  if (backend.mode === "async") return (steps) => driveAsync(answer, steps);
  return (steps, isLeft) => {
    const state = runSlice(answer, steps, steps.next());
    return state.done ? state.value : continueFairly(answer, steps, state, isLeft);
  };
}

async function continueFairly<T>(
  answer: Answering,
  steps: Steps<T>,
  paused: IteratorResult<Request, T>,
  isLeft: () => boolean,
): Promise<T> {
  let state = paused;
  while (!state.done) {
    await new Promise<void>(afterThisTurn);
    if (isLeft()) return leave(steps);
    state = runSlice(answer, steps, state);
  }
  return state.value;
}

function runSlice<T>(
  answer: Answering,
  steps: Steps<T>,
  begin: IteratorResult<Request, T>,
): IteratorResult<Request, T> {
  const end = monotonicNow() + SLICE_MILLISECONDS;
  let state = begin;
  for (let requests = 1; !state.done; requests++) {
    if (requests % REQUESTS_PER_LOOK === 0 && monotonicNow() >= end) return state;
    state = stepSync(answer, steps, state.value);
  }
  return state;
}

function leave<T>(steps: Steps<T>): Promise<never> {
  steps.return(undefined as T); // what they have to tidy up
  return new Promise(() => {});
}

function promiseTooMany(promise: Promise<unknown>): TypeError {
  // Its work is refused whole already: whatever still comes of it must not end the process.
  promise.catch(() => undefined);
  return new TypeError("over an embedded engine a transaction's work is synchronous; it must not return a promise");
}
