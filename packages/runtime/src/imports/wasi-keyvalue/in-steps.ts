import type { MaybePromise } from "./answers.ts";

/**
 * Runs a generator to its end, for hosts that answer immediately and for hosts that answer with promises. The generator
 * yields a request and is resumed with the answer. The stack does not grow with the number of steps. A rejected promise
 * ends the run.
 */
export function inSteps<Asked, R>(steps: Generator<MaybePromise<Asked>, R, Asked>): MaybePromise<R> {
  let step = steps.next();
  while (step.done !== true) {
    if (step.value instanceof Promise) return afterPromise(steps, step.value);
    step = steps.next(step.value);
  }
  return step.value;
}

async function afterPromise<Asked, R>(
  steps: Generator<MaybePromise<Asked>, R, Asked>,
  asked: Promise<Asked>,
): Promise<R> {
  let step = steps.next(await asked);
  while (step.done !== true) step = steps.next(await step.value);
  return step.value;
}
