import type { MaybePromise } from "./answers.ts";

/**
 * Runs a loop that is written once for hosts that answer at once and for hosts that answer with promises. The loop
 * yields what it asks for and is resumed with the answer. However many steps it takes, the stack does not grow. Nothing
 * of it runs on after a promise that rejects.
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
