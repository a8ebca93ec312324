import { Fault } from "./fault.ts";
import type { FunctionTypes, TypedFunction } from "./function-types.ts";
import { inJavaScript } from "./javascript-name.ts";
import { type TakingOptions, ValueTaker } from "./value-taker.ts";
import type { TypeIndex } from "./wit-type.ts";

/** Checks and copies what functions return, by their types. */
export class AnswerTaker {
  readonly #types: FunctionTypes["types"];
  readonly #taker: ValueTaker;

  constructor(types: FunctionTypes["types"], options: TakingOptions) {
    this.#types = types;
    this.#taker = new ValueTaker(types, options);
  }

  /**
   * Copies what a function returned; of a result, its ok value.
   *
   * @throws TypeError that names the wrong part: `lend: expected u32, got "left 3"`
   */
  value(callee: TypedFunction, value: unknown): unknown {
    return this.#take(callee, "", this.#outcomeTypes(callee).ok, value);
  }

  /** Copies the error that a function returned. Throws as {@link AnswerTaker.value} does. */
  payload(callee: TypedFunction, payload: unknown): unknown {
    const { err } = this.#outcomeTypes(callee);
    if (err === undefined)
      throw new TypeError(`${inJavaScript(callee.name)}: expected no error, since its type declares none`);
    return this.#take(callee, " error", err, payload);
  }

  /**
   * Returns what to throw for what a function threw: an error whose `payload` was checked and copied, or the TypeError
   * that says what is wrong with the payload. Other exceptions are returned as they are.
   */
  error(callee: TypedFunction, thrown: unknown): unknown {
    if (!(thrown instanceof Error && Object.hasOwn(thrown, "payload"))) return thrown;
    const { payload } = thrown as Error & { readonly payload: unknown };
    try {
      return Object.assign(new Error(thrown.message), { payload: this.payload(callee, payload) });
    } catch (fault) {
      return fault;
    }
  }

  #take({ name }: TypedFunction, which: string, type: TypeIndex | null, value: unknown): unknown {
    const taken = this.#taker.take(type, value);
    if (taken instanceof Fault) throw new TypeError(taken.message(inJavaScript(name) + which));
    return taken;
  }

  /** The types of the ok value and the error. `err` is missing for a function that returns no result. */
  #outcomeTypes({ result }: TypedFunction): { readonly ok: TypeIndex | null; readonly err?: TypeIndex | null } {
    const type = result === null ? undefined : this.#types[result];
    return type?.kind === "result" ? { ok: type.ok, err: type.error } : { ok: result };
  }
}
