import type { Answer, Mode } from "@airssys/backend";
import type { StorageErrorPayload } from "@airssys/protocol";
import type { Operation, OperationOf, OperationType } from "../contract/operation.ts";
import type { Answers } from "../operations/answers.ts";
import type { Outcome } from "../operations/outcome.ts";

/** The functions of an interface as a host gives them: each answers with a `result` and never throws. */
export type Hosted<M extends Mode, Interface> = {
  readonly [Name in keyof Interface]: Interface[Name] extends (...args: infer Args) => infer Value
    ? (...args: Args) => Answer<M, HostedResult<Value>>
    : never;
};

/** A WIT `result` in the shape in which bindings take it. */
export type HostedResult<T> =
  | { readonly tag: "ok"; readonly val: T }
  | { readonly tag: "err"; readonly val: StorageErrorPayload };

/** Does an operation and answers what the guard says. */
export type Perform<M extends Mode> = (operation: Operation) => Answer<M, Outcome>;

/** Does an operation and answers what operations of its type answer. */
export function answering<M extends Mode>(
  perform: Perform<M>,
): <T extends OperationType>(operation: OperationOf<T> & { readonly type: T }) => Answer<M, HostedResult<Answers[T]>> {
  // What the guard answers is what the definition of the operation's type answers, and that is typed by the same table.
  return <T extends OperationType>(operation: Operation) => perform(operation) as Answer<M, HostedResult<Answers[T]>>;
}

/** The answer with its value in another shape. */
export function mapped<M extends Mode, T, U>(
  answer: Answer<M, HostedResult<T>>,
  shape: (value: T) => U,
): Answer<M, HostedResult<U>> {
  const map = (result: HostedResult<T>): HostedResult<U> =>
    result.tag === "ok" ? { tag: "ok", val: shape(result.val) } : result;
  return (answer instanceof Promise ? answer.then(map) : map(answer as HostedResult<T>)) as Answer<M, HostedResult<U>>;
}

/** A value of so many bytes is not copied just to leave out what an engine's own copy of the entry has before it. */
const LARGE_BYTES = 4_096;

/** What that is at most: the header of the stored entry, which tells the component nothing that it may not know. */
const HEADER_BYTES_MAX = 32;

/**
 * Bytes whose buffer holds no other value. Engines answer with views of memory that values of others share, and what a
 * binding reads of an object is what the component says it is: nothing that is handed over may lead further than to the
 * component's own value.
 */
export function ownBuffer(bytes: Uint8Array): Uint8Array {
  const besides = bytes.buffer.byteLength - bytes.byteLength;
  return besides <= (bytes.byteLength < LARGE_BYTES ? 0 : HEADER_BYTES_MAX) ? bytes : new Uint8Array(bytes);
}

/** The same where there may be no value. */
export function ownBufferIfAny(bytes: Uint8Array | undefined): Uint8Array | undefined {
  return bytes && ownBuffer(bytes);
}
