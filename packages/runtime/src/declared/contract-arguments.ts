import { ArgumentTaker } from "../types/argument-taker.ts";
import { inJavaScript } from "../types/javascript-name.ts";
import { CONTRACT_FUNCTIONS } from "./contract-functions.ts";

/** Checks the arguments of one function and returns them in the form that the function takes. Throws a TypeError. */
export type TakeArguments = (args: readonly unknown[]) => readonly unknown[];

/**
 * Returns a function that checks arguments for a function of the contract, for calls that come from an untrusted thread
 * or process. A component in this thread needs no such check: its declared imports were compared with the contract, and
 * its bindings cannot pass anything else.
 *
 * @param from an interface, such as `airssys:wasm/storage@0.1.0`, with or without its version.
 * @param name of one of its functions, in JavaScript spelling.
 * @throws TypeError if the contract has no such function
 */
export function contractArguments(from: string, name: string): TakeArguments {
  const callee = CONTRACT_FUNCTIONS.functions.find(
    (each) => (each.from === from || bareName(each.from) === from) && inJavaScript(each.name) === name,
  );
  if (callee === undefined) throw new TypeError(`the contract has no function ${from}#${name}`);
  return (args) => taker.take(callee, args);
}

/**
 * Nothing is copied: posted bytes must be in memory of their own. The number of values is limited, since a message may
 * refer to the same part a million times.
 */
const taker = new ArgumentTaker(CONTRACT_FUNCTIONS.types, {
  isExact: false,
  isCopied: false,
  passesHandles: false,
  valuesMax: 1_000_000,
});

function bareName(interfaceName: string | null): string | undefined {
  return interfaceName?.split("@")[0];
}
