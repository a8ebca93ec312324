import { LoadError } from "../errors/load-error.ts";
import { typeAt } from "./type-table.ts";
import type { NamedType, TypeIndex, VariantCase, WitType } from "./wit-type.ts";

/** Names of types by their index. */
export type TypeNames = ReadonlyMap<TypeIndex, string>;

/** Returns whether WIT requires a name for such a type. */
export function isNamedKind({ kind }: WitType): boolean {
  return kind === "record" || kind === "variant" || kind === "enum" || kind === "flags" || kind === "resource";
}

/**
 * Prints a type as WIT. Named types are printed as their name, all others as their definition. So two texts are equal
 * only if the types are, provided that the names mean the same.
 *
 * @throws LoadError `unsupported` for a type of more than {@link PARTS_MAX} parts, since nested types grow
 * exponentially when written out
 */
export function printType(types: readonly WitType[], index: TypeIndex, names: TypeNames): string {
  return new Printer(types, names).print(index);
}

/** Prints the definition of a type, even if it has a name. */
export function printDefinition(types: readonly WitType[], index: TypeIndex, names: TypeNames): string {
  return new Printer(types, names).define(index);
}

/** Most parts of a printed type. Types of the contract have fewer than a hundred. */
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
        return inBraces("record", this.#fields(type.fields));
      case "variant":
        return inBraces(
          "variant",
          type.cases.map((each) => this.#case(each)),
        );
      case "enum":
      case "flags":
        return inBraces(type.kind, type.names);
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

function inBraces(kind: string, parts: readonly string[]): string {
  return `${kind} { ${parts.join(", ")} }`;
}
