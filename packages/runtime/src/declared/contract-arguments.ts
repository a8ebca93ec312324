// Whether arguments are of the types that the contract gives them, for those that come from a thread that is not believed. A component in the same
// thread needs no such look: what it declares was compared with the contract, and its bindings cannot hand over anything else.

import { isListOf } from "../guest/list-of.ts";
import { CONTRACT_INTERFACES } from "./contract-interfaces.ts";

/** Says what is wrong with the arguments of one function, if anything. */
export type ArgumentsFault = (args: readonly unknown[]) => string | undefined;

/**
 * @param from an interface, such as `airssys:wasm/storage@0.1.0`, or without its version.
 * @param name one of its functions, as JavaScript spells it.
 */
export function argumentsFault(from: string, name: string): ArgumentsFault {
  const contract = Object.entries(CONTRACT_INTERFACES).find(([each]) => each === from || bareName(each) === from)?.[1];
  const text = Object.entries(contract?.functions ?? {}).find(([each]) => inJavaScript(each) === name)?.[1];
  if (contract === undefined || text === undefined) return () => `the contract has no function ${from}#${name}`;
  const parameters = new TypeText(text, contract.types).parameters();
  return (args) => {
    if (args.length !== parameters.length) return `${name} takes ${parameters.length} arguments, got ${args.length}`;
    const wrong = parameters.find(({ holds }, index) => !holds(args[index]));
    return wrong && `${name} was given a ${wrong.name} of another type than the contract has`;
  };
}

/** Whether a value is one of a type, in the shape in which bindings hand it over. */
type Holds = (value: unknown) => boolean;

interface Named {
  readonly name: string;
  readonly holds: Holds;
}

const PLAIN: Readonly<Record<string, Holds>> = {
  string: (value) => typeof value === "string",
  bool: (value) => typeof value === "boolean",
  u32: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32,
  u64: (value) => typeof value === "bigint" && BigInt.asUintN(64, value) === value,
  s64: (value) => typeof value === "bigint" && BigInt.asIntN(64, value) === value,
};

// In memory of its own: what a thread shares may change after it was looked at.
const holdsBytes: Holds = (value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;

/** Reads the part of WIT in which arguments of the contract are written, from left to right. */
class TypeText {
  readonly #words: string[];
  readonly #types: Readonly<Record<string, string>>;

  constructor(text: string, types: Readonly<Record<string, string>>) {
    this.#words = text.match(/[a-z0-9-]+|[^\sa-z0-9]/g) ?? [];
    this.#types = types;
  }

  /** Of `func(name: type, ...) -> ...`. */
  parameters(): Named[] {
    this.#take("func");
    return this.#listed("(", ")");
  }

  type(): Holds {
    const word = this.#take();
    switch (word) {
      case "list":
        return this.#list();
      case "option":
        return this.#option();
      case "record":
        return record(this.#listed("{", "}"));
      case "variant":
        return variant(this.#cases());
      default:
        return this.#named(word);
    }
  }

  #named(word: string): Holds {
    const plain = PLAIN[word];
    if (plain !== undefined) return plain;
    const text = this.#types[word];
    if (text === undefined) throw new Error(`the contract has a type that this does not know: ${word}`);
    return new TypeText(text, this.#types).type();
  }

  #list(): Holds {
    if (this.#words[1] === "u8") {
      this.#words.splice(0, 3);
      return holdsBytes;
    }
    const each = this.#inner("<", ">");
    return (value) => isListOf(value, each);
  }

  #option(): Holds {
    const some = this.#inner("<", ">");
    return (value) => value === undefined || some(value);
  }

  #inner(start: string, end: string): Holds {
    this.#take(start);
    const type = this.type();
    this.#take(end);
    return type;
  }

  #listed(start: string, end: string): Named[] {
    const found: Named[] = [];
    this.#take(start);
    while (this.#words[0] !== end) {
      const name = inJavaScript(this.#take());
      this.#take(":");
      found.push({ name, holds: this.type() });
      if (this.#words[0] === ",") this.#take();
    }
    this.#take(end);
    return found;
  }

  #cases(): Named[] {
    const found: Named[] = [];
    this.#take("{");
    while (this.#words[0] !== "}") {
      found.push({ name: this.#take(), holds: this.#inner("(", ")") });
      if (this.#words[0] === ",") this.#take();
    }
    this.#take("}");
    return found;
  }

  #take(expected?: string): string {
    const word = this.#words.shift();
    if (word === undefined || (expected !== undefined && word !== expected))
      throw new Error(`the contract has ${word}, where ${expected ?? "a type"} was expected`);
    return word;
  }
}

function record(fields: readonly Named[]): Holds {
  return (value) => isObject(value) && fields.every(({ name, holds }) => holds(own(value, name)));
}

function variant(cases: readonly Named[]): Holds {
  return (value) => {
    if (!isObject(value)) return false;
    const tag = own(value, "tag");
    return cases.some(({ name, holds }) => name === tag && holds(own(value, "val")));
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function own(holder: object, name: string): unknown {
  return Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : undefined;
}

function inJavaScript(name: string): string {
  return name.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
}

function bareName(interfaceName: string): string | undefined {
  return interfaceName.split("@")[0];
}
