// Values cross between a program and a component by their WIT types. This is the only code that decides which
// JavaScript values are of a type. It runs on both sides: in the host, and in the bindings of components that
// `@airssys/componentize` builds.

import { Fault } from "./fault.ts";
import { isPlain, isRecord, readMember, unknownMemberFault } from "./members.ts";
import { isNumberKind, takeNumber, takeNumbers, widen } from "./number-values.ts";
import { type TaggedType, tagFault, taggedCases } from "./tagged-cases.ts";
import { listInWords, valueInWords } from "./value-words.ts";
import type { NamedType, TypeIndex, VariantCase, WitType } from "./wit-type.ts";

/** Options for checking and copying values. */
export interface TakingOptions {
  /** True if a record with fields that its type does not declare is a fault. Otherwise such fields are dropped. */
  readonly isExact: boolean;
  /** True if typed arrays are copied. Everything else always is. */
  readonly isCopied: boolean;
  /** True if resources, streams and futures pass through as they are. Otherwise they are faults. */
  readonly passesHandles: boolean;
  /**
   * True if a safe integer is accepted for a 64-bit type, which otherwise takes bigints alone. Some guest engines have
   * no bigints. Default `false`.
   */
  readonly widensNumbers?: boolean;
  /**
   * Most values nested in one value. Limits what untrusted callers send, who may refer to the same part a million
   * times. Default: no limit.
   */
  readonly valuesMax?: number;
  /** Converts each string. Default: strings stay as they are. */
  readonly text?: (text: string) => string;
}

type List = Extract<WitType, { readonly kind: "list" }>;
type Option = Extract<WitType, { readonly kind: "option" }>;
type Enum = Extract<WitType, { readonly kind: "enum" }>;
type Names = ReadonlyMap<string, TypeIndex | null>;

/**
 * Checks values by their types. Reads each part of a value once, and copies it into the form in which bindings lift it.
 */
export class ValueTaker {
  readonly #types: readonly WitType[];
  readonly #options: TakingOptions;
  /** Case names of types that were seen before. */
  readonly #names = new Map<WitType, Names>();
  #left = 0;

  constructor(types: readonly WitType[], options: TakingOptions) {
    this.#types = types;
    this.#options = options;
  }

  /**
   * Checks and copies a value.
   *
   * @param type `null` expects nothing: the value is ignored.
   * @returns the copy, or a {@link Fault}
   * @throws whatever reading the value throws, if it runs code
   */
  take(type: TypeIndex | null, value: unknown): unknown {
    this.#left = this.#options.valuesMax ?? Number.POSITIVE_INFINITY;
    return type === null ? undefined : this.#take(type, value);
  }

  #take(index: TypeIndex, value: unknown): unknown {
    const type = this.#types[index] ?? UNKNOWN;
    if (--this.#left < 0) return this.#tooMany();
    switch (type.kind) {
      case "bool":
        return typeof value === "boolean" ? value : new Fault("bool", valueInWords(value));
      case "string":
        return this.#text(value);
      case "char":
        return isCharacter(value) ? value : new Fault("char (one character)", valueInWords(value));
      case "list":
        return this.#list(type, value);
      case "option":
        return this.#option(type, value);
      case "tuple":
        return this.#tuple(type.of, value);
      case "result":
      case "variant":
        return this.#case(type, value);
      case "record":
        return this.#record(type.fields, value);
      case "enum":
        return this.#enum(type, value);
      case "flags":
        return this.#flags(type.names, value);
      case "own":
      case "borrow":
      case "stream":
      case "future":
      case "error-context":
      case "map":
      case "resource":
      case "function":
      case "unknown":
        return this.#handle(type.kind, value);
      default:
        return takeNumber(type.kind, this.#options.widensNumbers === true ? widen(type.kind, value) : value);
    }
  }

  #tooMany(): Fault {
    return new Fault(`no more than ${this.#options.valuesMax} values`, "more");
  }

  #text(value: unknown): unknown {
    if (typeof value !== "string") return new Fault("string", valueInWords(value));
    this.#left -= Math.floor(value.length / CHARACTERS_PER_VALUE);
    if (this.#left < 0) return this.#tooMany();
    if (!value.isWellFormed())
      return new Fault("string", `${valueInWords(value)}, in which half of a surrogate pair is missing`);
    return this.#options.text === undefined ? value : this.#options.text(value);
  }

  #list({ of, length: expected }: List, value: unknown): unknown {
    const item = this.#types[of] ?? UNKNOWN;
    if (Array.isArray(value) && isNumberKind(item.kind)) this.#left -= value.length;
    if (this.#left < 0) return this.#tooMany();
    const taken = isNumberKind(item.kind)
      ? takeNumbers(item.kind, value, this.#options.isCopied)
      : this.#items(of, value);
    if (taken instanceof Fault || expected === undefined) return taken;
    const { length } = taken as ArrayLike<unknown>;
    return length === expected ? taken : new Fault(`a list of ${expected}`, `one of ${length}`);
  }

  #items(of: TypeIndex, value: unknown): unknown {
    if (!Array.isArray(value)) return new Fault("list (an array)", valueInWords(value));
    const items: readonly unknown[] = value;
    const copied: unknown[] = [];
    for (let index = 0, { length } = items; index < length; index++) {
      const taken = this.#item(of, items, index);
      if (taken instanceof Fault) return taken.under(`[${index}]`);
      copied.push(taken);
    }
    return copied;
  }

  #item(of: TypeIndex, items: readonly unknown[], index: number): unknown {
    const item = items[index];
    if (item === undefined && !Object.hasOwn(items, index)) return new Fault("an item", "a hole");
    return this.#take(of, item);
  }

  #tuple(types: readonly TypeIndex[], value: unknown): unknown {
    const expected = `tuple (an array of ${types.length})`;
    if (!Array.isArray(value)) return new Fault(expected, valueInWords(value));
    const items: readonly unknown[] = value;
    if (items.length !== types.length) return new Fault(expected, valueInWords(items));
    const copied: unknown[] = [];
    for (const [index, type] of types.entries()) {
      const taken = this.#item(type, items, index);
      if (taken instanceof Fault) return taken.under(`[${index}]`);
      copied.push(taken);
    }
    return copied;
  }

  /** A nested option cannot say with `undefined` which level is empty, so it has tags. */
  #option(type: Option, value: unknown): unknown {
    if ((this.#types[type.of] ?? UNKNOWN).kind === "option") return this.#case(type, value);
    return value === undefined || value === null ? undefined : this.#take(type.of, value);
  }

  #record(fields: readonly NamedType[], value: unknown): unknown {
    if (!isRecord(value))
      return new Fault(`record { ${listInWords(fields.map(({ name }) => name))} }`, valueInWords(value));
    const copied: Record<string, unknown> = {};
    for (const { name, type } of fields) {
      const taken = this.#take(type, readMember(value, name));
      if (taken instanceof Fault) return taken.under(`.${name}`);
      copied[name] = taken;
    }
    return this.#options.isExact ? (unknownMemberFault(value, copied) ?? copied) : copied;
  }

  #flags(names: readonly string[], value: unknown): unknown {
    if (!isRecord(value)) return new Fault(`flags { ${listInWords(names)} }`, valueInWords(value));
    const copied: Record<string, boolean> = {};
    for (const name of names) {
      const flag = readMember(value, name);
      if (flag !== undefined && typeof flag !== "boolean")
        return new Fault("bool", valueInWords(flag)).under(`.${name}`);
      copied[name] = flag === true;
    }
    return unknownMemberFault(value, copied) ?? copied;
  }

  #case(type: TaggedType, value: unknown): unknown {
    const names = this.#names.get(type) ?? this.#remember(type, taggedCases(type));
    const tag = isRecord(value) ? readMember(value, "tag") : undefined;
    const payload = typeof tag === "string" ? names.get(tag) : undefined;
    if (!isRecord(value) || payload === undefined) return tagFault([...names.keys()], value, tag);
    const stranger = this.#options.isExact ? unknownMemberFault(value, TAGGED) : undefined;
    if (stranger !== undefined) return stranger;
    const given = readMember(value, "val");
    if (payload === null) return this.#without(type, tag, given);
    const taken = this.#take(payload, given);
    return taken instanceof Fault ? taken.under(".val") : { tag, val: taken };
  }

  #without(type: WitType, tag: unknown, given: unknown): unknown {
    if (given !== undefined && this.#options.isExact)
      return new Fault(`nothing, since ${tag} has no value`, valueInWords(given)).under(".val");
    return type.kind === "result" ? { tag, val: undefined } : { tag };
  }

  #enum(type: Enum, value: unknown): unknown {
    const names =
      this.#names.get(type) ??
      this.#remember(
        type,
        type.names.map((name) => ({ name, type: null })),
      );
    if (typeof value === "string" && names.has(value)) return value;
    return new Fault(`one of ${listInWords(type.names)}`, valueInWords(value));
  }

  #remember(type: WitType, cases: readonly VariantCase[]): Names {
    const names = new Map(cases.map((each) => [each.name, each.type]));
    this.#names.set(type, names);
    return names;
  }

  #handle(kind: string, value: unknown): unknown {
    if (!this.#options.passesHandles)
      return new Fault(`no ${kind}: none can pass in or out where this component runs`, valueInWords(value));
    return typeof value === "object" && value !== null && !isPlain(value)
      ? value
      : new Fault(kind, valueInWords(value));
  }
}

/** Characters of a string that count as one value, since they take as long to check. */
const CHARACTERS_PER_VALUE = 64;

const UNKNOWN: WitType = { kind: "unknown" };
const TAGGED = { tag: undefined, val: undefined };

/** Returns whether a value is one Unicode scalar value. */
function isCharacter(value: unknown): boolean {
  return typeof value === "string" && value.length <= 2 && /^[^\ud800-\udfff]$/su.test(value);
}
