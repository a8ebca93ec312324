import type { HostedResult } from "@airssys/host";
import type { StorageErrorPayload } from "@airssys/protocol";

/** What a host function answers: at once, or with a promise. */
export type MaybePromise<T> = T | Promise<T>;

/** What a function of the contract answers. */
export type Stored<T> = MaybePromise<HostedResult<T>>;

/** What a function of `wasi:keyvalue` answers: a WIT `result` in the shape in which bindings take it. */
export type Answer<T, E = KeyvalueError> = MaybePromise<Result<T, E>>;

/** The same, when it is there. */
export type Result<T, E = KeyvalueError> =
  | { readonly tag: "ok"; readonly val: T }
  | { readonly tag: "err"; readonly val: E };

/** The variant `error` of `wasi:keyvalue/store`. */
export type KeyvalueError =
  | { readonly tag: "no-such-store" }
  | { readonly tag: "access-denied" }
  | { readonly tag: "other"; readonly val: string };

/** Goes on with an answer without making a promise of it if it is none. */
export function andThen<T, U>(answer: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return answer instanceof Promise ? answer.then(next) : next(answer);
}

/** A function's own answer, from what the contract's function answered. */
export function answerWith<T, U>(stored: Stored<T>, shape: (value: T) => U): Answer<U> {
  return andThen(
    stored,
    (result): Result<U> =>
      result.tag === "ok" ? { tag: "ok", val: shape(result.val) } : { tag: "err", val: keyvalueError(result.val) },
  );
}

/** The error that `wasi:keyvalue` has for one of the contract. */
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

/** An error that has no case of its own. */
export function other(text: string): KeyvalueError {
  return { tag: "other", val: text };
}

/** For an answer that stays as it is. */
export const same = <T>(value: T): T => value;

/** For an answer that is empty. */
export const nothing = (): undefined => undefined;
