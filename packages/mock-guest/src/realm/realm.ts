import { constants, createContext, Script } from "node:vm";

/** Constructors of a realm, for what is made for those who live in it. */
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
  /** What has items of one kind, and each kind of error, by name. */
  readonly others: Readonly<Record<string, new (value: unknown) => object>>;
}

/** How an awaited piece of work ended. */
interface Ended {
  done(value: unknown): void;
  failed(error: unknown): void;
}

/**
 * The world of one guest: globals of its own, and promises that go on when they are told to. Whatever it does to its
 * globals and to the prototypes of what the language has, nobody else sees.
 */
export interface Realm {
  /** The global object. */
  readonly global: Record<string, unknown>;
  readonly intrinsics: Intrinsics;
  /**
   * Does work, and waits for its answer if that is a promise; everything in the order that JavaScript says.
   * {@link drain} lets it go on.
   */
  await(work: () => unknown, ended: Ended): void;
  /** Runs a script in it. */
  run(script: Script): unknown;
  /** Lets every promise go on that can. */
  drain(): void;
}

/** A realm with what the language has and nothing else. */
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

// As the bindings of a component have it. What follows a promise has to be a function of the realm, or it would wait
// for another queue.
const AWAIT = new Script(`(work, ended) => {
  const answer = (async () => await work())();
  answer.then((value) => ended.done(value), (error) => ended.failed(error));
}`);
