import type { Answer, Mode } from "@airssys/backend";
import type { StorageErrorPayload } from "@airssys/protocol";
import { isThenable } from "@airssys/protocol";
import type { Operation, OperationOf, OperationType } from "../contract/operation.ts";
import type { Answers } from "../operations/answers.ts";
import type { Outcome } from "../operations/outcome.ts";

/** The functions of an interface as a host provides them: each returns a WIT `result` and never throws. */
export type Hosted<M extends Mode, Interface> = {
  readonly [Name in keyof Interface]: Interface[Name] extends (...args: infer Args) => infer Value
    ? (...args: Args) => Answer<M, HostedResult<Value>>
    : never;
};

/** A WIT `result`, in the form in which generated bindings take it. */
export type HostedResult<T> =
  | { readonly tag: "ok"; readonly val: T }
  | { readonly tag: "err"; readonly val: StorageErrorPayload };

/** Performs an operation through the guard and returns its outcome. */
export type Perform<M extends Mode> = (operation: Operation) => Answer<M, Outcome>;

/** Wraps `perform` so that the answer has the type that belongs to the operation. */
export function typedPerform<M extends Mode>(
  perform: Perform<M>,
): <T extends OperationType>(operation: OperationOf<T> & { readonly type: T }) => Answer<M, HostedResult<Answers[T]>> {
  // The guard returns the answer of the operation's definition, and definitions are checked against the table
  // `Answers`.
  return <T extends OperationType>(operation: Operation) => perform(operation) as Answer<M, HostedResult<Answers[T]>>;
}

/** Converts the value of a successful answer. */
export function mapResult<M extends Mode, T, U>(
  answer: Answer<M, HostedResult<T>>,
  shape: (value: T) => U,
): Answer<M, HostedResult<U>> {
  const map = (result: HostedResult<T>): HostedResult<U> =>
    result.tag === "ok" ? { tag: "ok", val: shape(result.val) } : result;
  return (isThenable(answer) ? answer.then(map) : map(answer as HostedResult<T>)) as Answer<M, HostedResult<U>>;
}

/** Values of at least this size, in bytes, are not copied only to cut off the header of their stored entry. */
const LARGE_BYTES = 4_096;

/** Upper bound of the header of a stored entry, in bytes. The component may see the header. */
const HEADER_BYTES_MAX = 32;

/**
 * Returns the bytes in a buffer that contains no other value: the same bytes if that holds already, or else a copy.
 * Engines return views of memory that holds other values too, and a component can reach the whole buffer of an array
 * that its bindings get.
 */
export function ownBuffer(bytes: Uint8Array): Uint8Array {
  const besides = bytes.buffer.byteLength - bytes.byteLength;
  return besides <= (bytes.byteLength < LARGE_BYTES ? 0 : HEADER_BYTES_MAX) ? bytes : new Uint8Array(bytes);
}

/** Like {@link ownBuffer}, for a value that may be absent. */
export function ownBufferIfAny(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes && ownBuffer(bytes);
}
