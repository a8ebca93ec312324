import type { ImportedFunction, ImportedInterfaces } from "@airssys/runtime";
import { contractArguments, type TakeArguments } from "../declared/contract-arguments.ts";

interface Checked {
  readonly call: ImportedFunction;
  readonly take: TakeArguments;
}

/** Calls host functions for a guest, with untrusted names and arguments. */
export class GuestImports {
  readonly #imports: ImportedInterfaces;
  readonly #checked = new Map<string, Checked>();

  constructor(imports: ImportedInterfaces) {
    this.#imports = imports;
  }

  /** Names of the functions, by interface. */
  get names(): Record<string, string[]> {
    return Object.fromEntries(Object.entries(this.#imports).map(([from, functions]) => [from, Object.keys(functions)]));
  }

  /**
   * Calls a function.
   *
   * @throws Error if there is no such function, TypeError for wrong arguments; and whatever the function throws
   */
  call(from: string, name: string, args: readonly unknown[]): unknown {
    const { call, take } = this.#function(from, name);
    return call(...(take(args) as never[])); // checked by the types of the contract
  }

  #function(from: string, name: string): Checked {
    const known = this.#checked.get(`${from}#${name}`);
    if (known !== undefined) return known;
    const functions = Object.hasOwn(this.#imports, from) ? this.#imports[from] : undefined;
    const call = functions !== undefined && Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (call === undefined) throw new Error("it called a function that it does not import");
    const checked = { call, take: contractArguments(from, name) };
    this.#checked.set(`${from}#${name}`, checked);
    return checked;
  }
}
