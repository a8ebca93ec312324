import { LoadError } from "../errors/load-error.ts";
import { typeAt } from "./type-table.ts";
import type { NamedType, TypeIndex, VariantCase, WitType } from "./wit-type.ts";

/** Names of types by their places. */
export type TypeNames = ReadonlyMap<TypeIndex, string>;

/** Whether WIT has to give such a type a name. */
export function isNamedKind({ kind }: WitType): boolean {
  return kind === "record" || kind === "variant" || kind === "enum" || kind === "flags" || kind === "resource";
}

/**
 * The text of a type. Types that have a name are told by it, all others by what they are made of, so that two texts are
 * the same only if the types are, given that the names mean the same.
 *
 * @throws LoadError `unsupported` for a type of more than {@link PARTS_MAX} parts: types that are made of each other
 * grow without end.
 */
export function printType(types: readonly WitType[], index: TypeIndex, names: TypeNames): string {
  return new Printer(types, names).print(index);
}

/** The text of what a type is made of, whether or not it has a name itself. */
export function printDefinition(types: readonly WitType[], index: TypeIndex, names: TypeNames): string {
  return new Printer(types, names).define(index);
}

/** Most parts of a text. Those of the contract have less than a hundred. */
const PARTS_MAX = 10_000;

class Printer {
  readonly #types: readonly WitType[];
  readonly #names: TypeNames;
  #parts = 0;

  constructor(types: readonly WitType[], names: TypeNames) {
    this.#types = types;
    this.#names = names;
  }

  print(index: TypeIndex | null): string {
    return index === null ? "_" : (this.#names.get(index) ?? this.define(index));
  }

  define(index: TypeIndex): string {
    if (++this.#parts > PARTS_MAX)
      throw new LoadError("unsupported", `the component declares a type of more than ${PARTS_MAX} parts`);
    const type = typeAt(this.#types, index);
    switch (type.kind) {
      case "list":
        return type.length === undefined
          ? this.#generic("list", [type.of])
          : `list<${this.print(type.of)}, ${type.length}>`;
      case "option":
      case "own":
      case "borrow":
      case "stream":
      case "future":
        return this.#generic(type.kind, [type.of]);
      case "map":
        return this.#generic("map", [type.key, type.value]);
      case "tuple":
        return this.#generic("tuple", type.of);
      case "result":
        return this.#generic("result", [type.ok, type.error]);
      case "record":
        return braced("record", this.#fields(type.fields));
      case "variant":
        return braced(
          "variant",
          type.cases.map((each) => this.#case(each)),
        );
      case "enum":
      case "flags":
        return braced(type.kind, type.names);
      case "function": {
        const head = `${type.isAsync ? "async func" : "func"}(${this.#fields(type.parameters).join(", ")})`;
        return type.result === null ? head : `${head} -> ${this.print(type.result)}`;
      }
      case "unknown":
        return "?";
      default:
        return type.kind;
    }
  }

  #generic(kind: string, types: readonly (TypeIndex | null)[]): string {
    return `${kind}<${types.map((each) => this.print(each)).join(", ")}>`;
  }

  #fields(fields: readonly NamedType[]): string[] {
    return fields.map(({ name, type }) => `${name}: ${this.print(type)}`);
  }

  #case({ name, type }: VariantCase): string {
    return type === null ? name : `${name}(${this.print(type)})`;
  }
}

function braced(kind: string, parts: readonly string[]): string {
  return `${kind} { ${parts.join(", ")} }`;
}
