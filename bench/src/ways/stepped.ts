import { engineKey, type Got, guestValue, refused, requireKey, type View } from "./get-way.ts";

type Steps<T> = Generator<unknown, T, unknown>;

/**
 * The same get as generators that yield what the engine answered, the way the host is written. Works over every engine.
 */
export function getInSteps(view: View, key: string): Got {
  const steps = guard(view, key);
  let state = steps.next();
  while (!state.done) {
    const answer: unknown = state.value;
    state = answer instanceof Promise ? steps.throw(new TypeError("a promise")) : steps.next(answer);
  }
  return state.value;
}

function* guard(view: View, key: string): Steps<Got> {
  try {
    requireKey(key);
    return { tag: "ok", val: yield* within(view, key) };
  } catch (cause) {
    return refused(cause);
  }
}

function* within(view: View, key: string): Steps<Uint8Array | undefined> {
  return yield* apply(view, key);
}

function* apply(view: View, key: string): Steps<Uint8Array | undefined> {
  return yield* get(view, engineKey(key));
}

function* get(view: View, key: Uint8Array): Steps<Uint8Array | undefined> {
  return guestValue(yield* answered(view.get(key)));
}

function* answered<T>(answer: T | Promise<T>): Steps<T> {
  return (yield answer) as T;
}
