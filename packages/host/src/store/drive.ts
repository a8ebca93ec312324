import type { Answer, Backend, Mode } from "@airssys/backend";
import { answerOf, type Request, type Steps } from "./steps.ts";

/**
 * Runs steps over a backend to their end, and answers as the backend does: at once, or with a promise. What the backend throws is thrown
 * into the steps, at the request that failed.
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
function driveSync<T>(answer: (request: Request) => unknown, steps: Steps<T>): T {
  let state = steps.next();
  while (!state.done) {
    let reply: unknown;
    try {
      reply = answer(state.value);
      if (reply instanceof Promise) throw promiseTooMany(reply);
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    state = steps.next(reply);
  }
  return state.value;
}

/** Runs steps whose answers may be promises. Waits for those that are, and for no other. */
export async function driveAsync<T>(answer: (request: Request) => unknown, steps: Steps<T>): Promise<T> {
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

function promiseTooMany(promise: Promise<unknown>): TypeError {
  promise.catch(() => undefined); // its work is refused whole already: whatever still comes of it must not end the process
  return new TypeError("over an embedded engine a transaction's work is synchronous; it must not return a promise");
}
