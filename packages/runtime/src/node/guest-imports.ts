import type { ImportedFunction, ImportedInterfaces } from "@airssys/runtime";
import { contractArguments, type TakeArguments } from "../declared/contract-arguments.ts";

interface Checked {
  readonly call: ImportedFunction;
  readonly take: TakeArguments;
}

/** Functions of the host, called by names and with arguments that may be anything. */
export class GuestImports {
  readonly #imports: ImportedInterfaces;
  readonly #checked = new Map<string, Checked>();

  constructor(imports: ImportedInterfaces) {
    this.#imports = imports;
  }

  /** The names that there are. */
  get names(): Record<string, string[]> {
    return Object.fromEntries(Object.entries(this.#imports).map(([from, functions]) => [from, Object.keys(functions)]));
  }

  /** @throws Error if there is no such function, TypeError if it takes other arguments; and what the function throws */
  call(from: string, name: string, args: readonly unknown[]): unknown {
    const { call, take } = this.#function(from, name);
    return call(...(take(args) as never[])); // by the types of the contract
  }

  #function(from: string, name: string): Checked {
    const known = this.#checked.get(`${from}#${name}`);
    if (known !== undefined) return known;
    const functions = Object.hasOwn(this.#imports, from) ? this.#imports[from] : undefined;
    const call = functions !== undefined && Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (call === undefined) throw new Error("it asked for a function that it was not given");
    const checked = { call, take: contractArguments(from, name) };
    this.#checked.set(`${from}#${name}`, checked);
    return checked;
  }
}
