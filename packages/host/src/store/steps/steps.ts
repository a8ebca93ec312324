import type { Backend } from "@airssys/backend";

/**
 * Work of the store, written once for every engine: a generator that yields each answer of the engine as it comes, a
 * value or a promise of one, and is resumed with the value. `drive` runs it: over an embedded engine without a single
 * promise, over the others asynchronously.
 */
export type Steps<T> = Generator<unknown, T, unknown>;

/** The value of an answer that may be a promise: `const value = yield* answered(engine.get(key))`. */
export function* answered<T>(answer: T | Promise<T>): Steps<T> {
  return (yield answer) as T; // whoever runs steps resumes them with the value of what they yield
}

/** Where steps read and write: a backend, or the part of it that is one namespace. */
export type Engine = Pick<Backend, "get" | "getMany" | "scan" | "count" | "commit">;
