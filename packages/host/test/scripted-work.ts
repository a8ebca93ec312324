import type { Mode } from "@airssys/backend";
import type { StoreTransaction } from "../src/index.ts";

/** Work that waits for answers by yielding them. */
export type Script<T> = Generator<unknown, T, unknown>;

/** What a transaction answers, at once or later: `const value = yield* answered(transaction.get("a"))`. */
export function* answered<T>(answer: T | Promise<T>): Script<T> {
  return (yield answer) as T;
}

/**
 * Work of a transaction that is written once for every engine, as a generator that waits with {@link answered}: without
 * a promise over an embedded engine, as an async function over the others.
 */
export function scripted<T>(
  mode: Mode,
  script: (transaction: StoreTransaction<Mode>) => Script<T>,
): (transaction: StoreTransaction<Mode>) => T | Promise<T> {
  return (transaction) => (mode === "sync" ? runSync(script(transaction)) : runAsync(script(transaction)));
}

function runSync<T>(script: Script<T>): T {
  let state = script.next();
  while (!state.done) state = script.next(state.value);
  return state.value;
}

async function runAsync<T>(script: Script<T>): Promise<T> {
  let state = script.next();
  while (!state.done) {
    let answer: unknown;
    try {
      answer = await state.value;
    } catch (error) {
      state = script.throw(error);
      continue;
    }
    state = script.next(answer);
  }
  return state.value;
}
