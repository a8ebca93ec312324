import { engineKey, type Got, guestValue, refused, requireKey, type View } from "./get-way.ts";

type Steps<T> = Generator<Request, T, unknown>;
interface Request {
  readonly type: "get" | "has";
  readonly key: Uint8Array;
}

/**
 * The same get as generators that yield what they ask of the engine, the way the host is written. Works over every
 * engine.
 */
export function getInSteps(view: View, key: string): Got {
  const steps = guard(key);
  let state = steps.next();
  while (!state.done) {
    let answer: unknown;
    try {
      answer = answerOf(view, state.value);
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    state = steps.next(answer);
  }
  return state.value;
}

function answerOf(view: View, request: Request): unknown {
  return request.type === "get" ? view.get(request.key) : view.get(request.key) !== undefined;
}

function* guard(key: string): Steps<Got> {
  try {
    requireKey(key);
    return { tag: "ok", val: yield* within(key) };
  } catch (cause) {
    return refused(cause);
  }
}

function* within(key: string): Steps<Uint8Array | undefined> {
  return yield* apply(key);
}

function* apply(key: string): Steps<Uint8Array | undefined> {
  return yield* get(engineKey(key));
}

function* get(key: Uint8Array): Steps<Uint8Array | undefined> {
  return guestValue(yield* committed(key));
}

function* committed(key: Uint8Array): Steps<Uint8Array | undefined> {
  return (yield { type: "get", key }) as Uint8Array | undefined;
}
