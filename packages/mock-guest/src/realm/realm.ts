import { constants, createContext, Script } from "node:vm";

/** Built-in constructors of a realm, for objects that are handed to its code. */
export interface Intrinsics {
  readonly Object: ObjectConstructor;
  readonly Array: ArrayConstructor;
  readonly Promise: PromiseConstructor;
  readonly Date: DateConstructor;
  readonly Math: Math;
  readonly Error: ErrorConstructor;
  readonly RangeError: RangeErrorConstructor;
  readonly SyntaxError: SyntaxErrorConstructor;
  readonly TypeError: TypeErrorConstructor;
  readonly Uint8Array: Uint8ArrayConstructor;
  readonly ArrayBuffer: ArrayBufferConstructor;
  readonly Map: MapConstructor;
  readonly Set: SetConstructor;
  readonly RegExp: RegExpConstructor;
  readonly Number: NumberConstructor;
  readonly BigInt: BigIntConstructor;
  readonly String: StringConstructor;
  /** Typed arrays and error classes, by name. */
  readonly others: Readonly<Record<string, new (value: unknown) => object>>;
}

/** Handlers for the ending of awaited work. */
interface Ended {
  done(value: unknown): void;
  failed(error: unknown): void;
}

/**
 * The JavaScript realm of one guest: it has globals and prototypes of its own, which no other guest sees, and a promise
 * queue that runs on demand.
 */
export interface Realm {
  /** The global object. */
  readonly global: Record<string, unknown>;
  readonly intrinsics: Intrinsics;
  /** Runs some work and awaits its answer, in the order of the language. The queue advances with {@link drain}. */
  await(work: () => unknown, ended: Ended): void;
  /** Runs a script in the realm. */
  run(script: Script): unknown;
  /** Runs the promise queue until it is empty. */
  drain(): void;
}

/** Creates a realm with the built-ins of the language and nothing else. */
export function createRealm(): Realm {
  const context = createContext(constants.DONT_CONTEXTIFY, { microtaskMode: "afterEvaluate" });
  const run = (script: Script) => script.runInContext(context);
  return {
    global: context as Record<string, unknown>,
    intrinsics: run(INTRINSICS) as Intrinsics,
    await: run(AWAIT) as Realm["await"],
    run,
    drain: () => void run(NOTHING),
  };
}

const NOTHING = new Script("0");

const INTRINSICS = new Script(`({
  Object, Array, Promise, Date, Math, Error, RangeError, SyntaxError, TypeError, Uint8Array, ArrayBuffer, Map, Set, RegExp, Number, BigInt, String,
  others: {
    Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
    RangeError, SyntaxError, TypeError, EvalError, ReferenceError, URIError,
  },
})`);

// As in the bindings of a component. Promise reactions must be functions of the realm, or they would run in another
// queue.
const AWAIT = new Script(`(work, ended) => {
  const answer = (async () => await work())();
  answer.then((value) => ended.done(value), (error) => ended.failed(error));
}`);
