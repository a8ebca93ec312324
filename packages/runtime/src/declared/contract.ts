import { LoadError } from "../errors/load-error.ts";
import { CONTRACT_INTERFACES } from "./contract-interfaces.ts";
import type { DeclaredInterface } from "./declared-imports.ts";

/** Returns whether the contract has an interface of that name and version. */
export function isContractInterface(name: string): boolean {
  return Object.hasOwn(CONTRACT_INTERFACES, name);
}

/**
 * Checks that a component declares the interfaces of the contract as the contract does. It may leave out what it does
 * not use.
 *
 * @throws LoadError `incompatible-import`, which names the first difference
 */
export function requireContract(imports: ReadonlyMap<string, DeclaredInterface>): void {
  for (const [name, declared] of imports) {
    const contract = isContractInterface(name) ? CONTRACT_INTERFACES[name] : undefined;
    if (contract === undefined) continue;
    requireSame("type", name, declared.types, contract.types);
    requireSame("function", name, declared.functions, contract.functions);
  }
}

type Texts = Readonly<Record<string, string>>;

function requireSame(what: "type" | "function", interfaceName: string, declared: Texts, contract: Texts): void {
  for (const [name, text] of Object.entries(declared)) {
    const right = Object.hasOwn(contract, name) ? contract[name] : undefined;
    if (text !== right)
      throw incompatible(`the ${what} ${name} of ${interfaceName}`, text, right, Object.keys(contract));
  }
}

function incompatible(what: string, declared: string, right: string | undefined, known: readonly string[]): LoadError {
  const difference =
    right === undefined
      ? `imports ${what}, which the contract does not have; it has ${known.join(", ")}`
      : `declares ${what} as ${shorten(declared)}; by the contract it is ${right}`;
  return new LoadError("incompatible-import", `the component ${difference}`);
}

/** Most characters of the component's text that a message quotes. */
const DECLARED_CHARACTERS_MAX = 500;

function shorten(text: string): string {
  return text.length <= DECLARED_CHARACTERS_MAX ? text : `${text.slice(0, DECLARED_CHARACTERS_MAX)}...`;
}
