import { MockError } from "./mock-error.ts";

/** A type of WIT, as far as values of it can cross between a guest and its host. */
export type WitShape =
  | { readonly kind: "bool" | "char" | "string" | NumberKind }
  | { readonly kind: "list" | "option"; readonly of: WitShape }
  | { readonly kind: "tuple"; readonly of: readonly WitShape[] }
  | { readonly kind: "result"; readonly ok: WitShape | undefined; readonly err: WitShape | undefined }
  | { readonly kind: "record"; readonly fields: readonly Named<WitShape>[] }
  | { readonly kind: "variant"; readonly name: string; readonly cases: readonly Named<WitShape | undefined>[] }
  | { readonly kind: "enum"; readonly name: string; readonly cases: readonly string[] }
  | { readonly kind: "flags"; readonly names: readonly string[] };

/** A number of WIT. */
export type NumberKind = "u8" | "s8" | "u16" | "s16" | "u32" | "s32" | "u64" | "s64" | "f32" | "f64";

/** Something that goes by a name, with what it has. */
export interface Named<T> {
  readonly name: string;
  readonly type: T;
}

/** What a function takes and gives. */
export interface Signature {
  readonly parameters: readonly WitShape[];
  readonly result: WitShape | undefined;
}

/**
 * Reads the text of a function, as `declaredWorld` of `@airssys/runtime/declared` has it.
 *
 * @param types the texts of the types that go by a name in it.
 * @throws MockError `unsupported` for what cannot cross without a component: resources, streams, futures.
 */
export function readSignature(text: string, types: Readonly<Record<string, string>>): Signature {
  return new ShapeText(text, types).signature();
}

const PLAIN = new Set(["bool", "char", "string", "u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64"]);

/** Reads from left to right. */
class ShapeText {
  readonly #text: string;
  readonly #words: string[];
  readonly #types: Readonly<Record<string, string>>;

  constructor(text: string, types: Readonly<Record<string, string>>) {
    this.#text = text;
    this.#words = text.match(/->|[a-zA-Z0-9-]+|[^\sa-zA-Z0-9]/g) ?? [];
    this.#types = types;
  }

  signature(): Signature {
    if (this.#take() !== "func") throw unsupported(this.#text);
    const parameters = this.#listed("(", ")", () => this.#field().type);
    const result = this.#skip("->") ? this.shape("") : undefined;
    return { parameters, result };
  }

  /** @param name that the type goes by. */
  shape(name: string): WitShape {
    const word = this.#take();
    if (PLAIN.has(word)) return { kind: word as "string" }; // or another of them
    switch (word) {
      case "list":
      case "option":
        return this.#onlyInner(word);
      case "tuple":
        return { kind: word, of: this.#listed("<", ">", () => this.shape("")) };
      case "result":
        return this.#result();
      case "record":
        return { kind: word, fields: this.#listed("{", "}", () => this.#field()) };
      case "variant":
        return { kind: word, name, cases: this.#listed("{", "}", () => this.#case()) };
      case "enum":
        return { kind: word, name, cases: this.#listed("{", "}", () => this.#take()) };
      case "flags":
        return { kind: word, names: this.#listed("{", "}", () => inJavaScript(this.#take())) };
      default:
        return this.#named(word);
    }
  }

  #named(name: string): WitShape {
    const text = Object.hasOwn(this.#types, name) ? this.#types[name] : undefined;
    if (text === undefined) throw unsupported(this.#text);
    return new ShapeText(text, this.#types).shape(name);
  }

  /** A list may have a fixed length as well. */
  #onlyInner(kind: "list" | "option"): WitShape {
    const [of, ...others] = this.#listed("<", ">", () => this.shape(""));
    if (of === undefined || others.length > 0) throw unsupported(this.#text);
    return { kind, of };
  }

  #result(): WitShape {
    const [ok, err] = this.#listed("<", ">", () => (this.#skip("_") ? undefined : this.shape("")));
    return { kind: "result", ok, err };
  }

  #field(): Named<WitShape> {
    const name = inJavaScript(this.#take());
    if (!this.#skip(":")) throw unsupported(this.#text);
    return { name, type: this.shape("") };
  }

  #case(): Named<WitShape | undefined> {
    const name = this.#take();
    if (!this.#skip("(")) return { name, type: undefined };
    const type = this.shape("");
    if (!this.#skip(")")) throw unsupported(this.#text);
    return { name, type };
  }

  #listed<T>(start: string, end: string, read: () => T): T[] {
    const found: T[] = [];
    if (!this.#skip(start)) throw unsupported(this.#text);
    while (!this.#skip(end)) {
      found.push(read());
      this.#skip(",");
    }
    return found;
  }

  #skip(word: string): boolean {
    if (this.#words[0] !== word) return false;
    this.#words.shift();
    return true;
  }

  #take(): string {
    const word = this.#words.shift();
    if (word === undefined) throw unsupported(this.#text);
    return word;
  }
}

function unsupported(text: string): MockError {
  const problem = `mock mode cannot hand over "${text}": resources, streams, futures and asynchronous functions need a component that is built. Use the mode "memory"`;
  return new MockError("unsupported", problem);
}

/** A name as JavaScript spells it. */
export function inJavaScript(name: string): string {
  return name.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
}

/** A name in JavaScript as WIT spells it. */
export function inWit(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
