import type { Answer, Mode } from "@airssys/backend";
import type { StorageErrorPayload } from "@airssys/protocol";
import type { storage as StorageWit } from "@airssys/wit/host";
import type { Operation } from "./operation.ts";
import type { Outcome } from "./outcome.ts";

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

/** The functions of `airssys:wasm/storage`, as generated from the contract. */
export type StorageInterface = typeof StorageWit;

/** `airssys:wasm/storage` for one component. */
export type StorageImports<M extends Mode> = Hosted<M, StorageInterface>;

/** What a component is instantiated with. Generated bindings ask for an interface by its name with or without its version. */
export interface Imports<M extends Mode = Mode> {
  readonly "airssys:wasm/storage": StorageImports<M>;
  readonly "airssys:wasm/storage@0.1.0": StorageImports<M>;
}

/** Does an operation and answers what the guard says. */
export type Perform<M extends Mode> = (operation: Operation) => Answer<M, Outcome>;

/** What a component is instantiated with, over its own namespace. */
export function createImports<M extends Mode>(perform: Perform<M>): Imports<M> {
  const storage = storageImports(perform);
  return { "airssys:wasm/storage": storage, "airssys:wasm/storage@0.1.0": storage };
}

/** The only place that knows the shape of the WIT functions: each becomes an operation. */
export function storageImports<M extends Mode>(perform: Perform<M>): StorageImports<M> {
  // An operation answers what its function answers: the guard's apply() is the other half of this table.
  const run = <T>(operation: Operation) => perform(operation) as Answer<M, HostedResult<T>>;
  return {
    storageGet: (key) => mapAnswer(run<Uint8Array | undefined>({ type: "get", key }), withOwnBuffer),
    storageSet: (key, value) => run({ type: "set", key, value }),
    storageDelete: (key) => run({ type: "delete", key }),
    storageHas: (key) => run({ type: "has", key }),
    storageKeys: (prefix) => run({ type: "keys", prefix: typeof prefix === "string" ? prefix : "" }),
    storageSize: () => run({ type: "size" }),
    storageClear: () => run({ type: "clear" }),
  };
}

/**
 * Bytes whose buffer holds nothing else. Engines answer with views of memory that values of others share, and what a binding reads of an object is
 * what the component says it is: nothing that is handed over may lead further than to the component's own value.
 */
function withOwnBuffer(result: HostedResult<Uint8Array | undefined>): HostedResult<Uint8Array | undefined> {
  if (result.tag === "err" || result.val === undefined) return result;
  return result.val.byteLength === result.val.buffer.byteLength
    ? result
    : { tag: "ok", val: new Uint8Array(result.val) };
}

function mapAnswer<M extends Mode, T>(answer: Answer<M, T>, map: (value: T) => T): Answer<M, T> {
  return (answer instanceof Promise ? answer.then(map) : map(answer as T)) as Answer<M, T>;
}
