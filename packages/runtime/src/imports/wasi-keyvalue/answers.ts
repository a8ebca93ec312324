import type { HostedResult } from "@airssys/host";
import type { StorageErrorPayload } from "@airssys/protocol";

/** The result of a host function, immediate or as a promise. */
export type MaybePromise<T> = T | Promise<T>;

/** The result of a function of the contract. */
export type Stored<T> = MaybePromise<HostedResult<T>>;

/**
 * The result of a `wasi:keyvalue` function: a WIT `result` in the shape that bindings expect, immediate or as a
 * promise.
 */
export type Answer<T, E = KeyvalueError> = MaybePromise<Result<T, E>>;

/** A WIT `result` in the shape that bindings expect. */
export type Result<T, E = KeyvalueError> =
  | { readonly tag: "ok"; readonly val: T }
  | { readonly tag: "err"; readonly val: E };

/** The variant `error` of `wasi:keyvalue/store`. */
export type KeyvalueError =
  | { readonly tag: "no-such-store" }
  | { readonly tag: "access-denied" }
  | { readonly tag: "other"; readonly val: string };

/**
 * Continues with an answer, without making a promise of an immediate one. What comes later is a promise: the gate makes
 * one of whatever a host answers.
 */
export function andThen<T, U>(answer: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return answer instanceof Promise ? answer.then(next) : next(answer);
}

/** Converts the answer of a contract function into one of `wasi:keyvalue`. */
export function mapAnswer<T, U>(stored: Stored<T>, shape: (value: T) => U): Answer<U> {
  return andThen(
    stored,
    (result): Result<U> =>
      result.tag === "ok" ? { tag: "ok", val: shape(result.val) } : { tag: "err", val: keyvalueError(result.val) },
  );
}

/** Converts an error of the contract into one of `wasi:keyvalue`. */
export function keyvalueError(error: StorageErrorPayload): KeyvalueError {
  switch (error.tag) {
    case "permission-denied":
      return { tag: "access-denied" };
    case "quota-exceeded": {
      const { used, quota, requested } = error.val;
      return other(`quota-exceeded: ${used} of ${quota} bytes are used and ${requested} more were asked for`);
    }
    case "value-too-large":
      return other(`value-too-large: a value has at most ${error.val} bytes`);
    default:
      return other("val" in error ? `${error.tag}: ${error.val}` : error.tag);
  }
}

/** Makes an error that has no case of its own. */
export function other(text: string): KeyvalueError {
  return { tag: "other", val: text };
}

/** Shape of an answer that stays as it is. */
export const same = <T>(value: T): T => value;

/** Shape of an empty answer. */
export const nothing = (): undefined => undefined;
