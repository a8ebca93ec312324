import type { Answer, Backend, Mode } from "@airssys/backend";
import { answerOf, type Steps } from "./steps.ts";

/**
 * Runs steps over a backend to their end, and answers as the backend does: at once, or with a promise. What the backend throws is thrown
 * into the steps, at the request that failed.
 */
export function drive<M extends Mode, T>(backend: Backend<M>, steps: Steps<T>): Answer<M, T> {
  return (backend.mode === "sync" ? driveSync(backend, steps) : driveAsync(backend, steps)) as Answer<M, T>;
}

function driveSync<T>(backend: Backend, steps: Steps<T>): T {
  let state = steps.next();
  while (!state.done) {
    let answer: unknown;
    try {
      answer = answerOf(backend, state.value);
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    state = steps.next(answer);
  }
  return state.value;
}

async function driveAsync<T>(backend: Backend, steps: Steps<T>): Promise<T> {
  let state = steps.next();
  while (!state.done) {
    let answer: unknown;
    try {
      answer = await answerOf(backend, state.value);
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    state = steps.next(answer);
  }
  return state.value;
}
