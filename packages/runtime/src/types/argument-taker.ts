import { Fault } from "./fault.ts";
import type { FunctionTypes, TypedFunction } from "./function-types.ts";
import { type TakingOptions, ValueTaker } from "./value-taker.ts";

/** Checks and copies the arguments of calls, by the types of their functions. */
export class ArgumentTaker {
  readonly #types: FunctionTypes["types"];
  readonly #taker: ValueTaker;

  constructor(types: FunctionTypes["types"], options: TakingOptions) {
    this.#types = types;
    this.#taker = new ValueTaker(types, options);
  }

  /**
   * Copies the arguments. Trailing options may be left out.
   *
   * @throws TypeError that names the wrong part of the wrong argument; and whatever reading them throws, if it runs
   * code
   */
  take(callee: TypedFunction, args: readonly unknown[]): unknown[] {
    const { parameters } = callee;
    if (args.length !== parameters.length) this.#requireCount(callee, args.length);
    const taken: unknown[] = [];
    for (let index = 0; index < parameters.length; index++) {
      const { name = "", type = null } = parameters[index] ?? {};
      const value = this.#taker.take(type, args[index]);
      if (value instanceof Fault) throw new TypeError(value.message(name));
      taken.push(value);
    }
    return taken;
  }

  #requireCount({ parameters }: TypedFunction, count: number): void {
    const omitted = parameters.slice(count);
    if (count < parameters.length && omitted.every(({ type }) => this.#types[type]?.kind === "option")) return;
    const names = parameters
      .map(({ name }) => name)
      .join(", ")
      .slice(0, NAMES_CHARACTERS_MAX);
    throw new TypeError(`it takes ${inWords(parameters.length)}${names && ` (${names})`}, got ${count}`);
  }
}

const NAMES_CHARACTERS_MAX = 200;

function inWords(count: number): string {
  return count === 0 ? "no arguments" : count === 1 ? "1 argument" : `${count} arguments`;
}
