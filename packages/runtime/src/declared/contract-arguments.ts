import { ArgumentTaker } from "../types/argument-taker.ts";
import { inJavaScript } from "../types/javascript-name.ts";
import { CONTRACT_FUNCTIONS } from "./contract-functions.ts";

/** Takes the arguments of one function. */
export type TakeArguments = (args: readonly unknown[]) => readonly unknown[];

/**
 * How arguments of a function of the contract are taken that come from a thread or process that is not believed. A
 * component in this thread needs no such look: what it declares was compared with the contract, and its bindings cannot
 * hand over anything else. What is returned throws a TypeError that says what is wrong.
 *
 * @param from an interface, such as `airssys:wasm/storage@0.1.0`, or without its version.
 * @param name one of its functions, as JavaScript spells it.
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
 * What a thread posts is in memory of its own, or it is refused; so nothing has to be copied. It may name one part a
 * million times.
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
