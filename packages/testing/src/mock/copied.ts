// Values cross between a guest and its host as copies, by their types of WIT. Both sides of a component have bindings of the same generator, which take values in
// one way: this is that way, with what it makes of values that are of another type. The only difference between the two directions is a U+FEFF at the beginning of a text,
// which is lost on its way into a guest.

import { copiedNumbers, isNumber, numberCopy } from "./copied-number.ts";
import type { Copy } from "./copy.ts";
import type { Named, WitShape } from "./wit-shape.ts";

/** Where a value goes. */
export type Way = "into the guest" | "out of the guest";

/** How values of a type are copied. */
export function copyOf(shape: WitShape, way: Way): Copy {
  switch (shape.kind) {
    case "bool":
      return (value) => Boolean(value);
    case "char":
      return character;
    case "string":
      return way === "into the guest" ? (value) => text(value).replace(/^\u{feff}/u, "") : text;
    case "list":
      return listCopy(shape.of, way);
    case "option":
      return optionCopy(shape.of, way);
    case "tuple":
      return tupleCopy(shape.of.map((each) => copyOf(each, way)));
    case "result":
      return resultCopy(payloadCopy(shape.ok, way), payloadCopy(shape.err, way));
    case "record":
      return recordCopy(shape.fields.map(({ name, type }) => ({ name, type: copyOf(type, way) })));
    case "variant":
      return variantCopy(shape, way);
    case "enum":
      return enumCopy(shape.name, new Set(shape.cases));
    case "flags":
      return flagsCopy(shape.names);
    default:
      return numberCopy(shape.kind);
  }
}

/** Of what may have no value at all: then there is none, whatever was given. */
export function payloadCopy(shape: WitShape | undefined, way: Way): Copy {
  return shape === undefined ? () => undefined : copyOf(shape, way);
}

/** Something whose properties can be asked for, or something that throws as they are. */
type Holder = Readonly<Record<string, unknown>>;

function text(value: unknown): string {
  if (typeof value !== "string") throw new TypeError(`expected a string, received [${typeof value}]`);
  return value.toWellFormed();
}

function character(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("must be a string");
  const code = value.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) throw new TypeError("not a valid char");
  return String.fromCodePoint(code);
}

function listCopy(of: WitShape, way: Way): Copy {
  if (isNumber(of)) return copiedNumbers(of.kind);
  const copy = copyOf(of, way);
  return (value) => {
    const list = value as { readonly length: number; readonly [index: number]: unknown };
    const copied: unknown[] = [];
    while (copied.length < list.length) copied.push(copy(list[copied.length])); // also of what is no more than like an array
    if (way === "out of the guest" && copied.length > LIFTED_ELEMENTS_MAX) throw tooMany();
    return copied;
  };
}

/** Of the runtime: most elements of lists that a guest may hand over at once, but for lists of numbers. */
const LIFTED_ELEMENTS_MAX = 1_000_000;

function tooMany(): RangeError {
  return new RangeError(`it handed over lists of more than ${LIFTED_ELEMENTS_MAX} elements at once`);
}

/** An option of an option cannot tell by `undefined` which of them is empty, and has tags. */
function optionCopy(of: WitShape, way: Way): Copy {
  const some = copyOf(of, way);
  if (of.kind !== "option") return (value) => (value === undefined || value === null ? undefined : some(value));
  return (value) => {
    const { tag, val } = value as Holder;
    if (tag === "none") return { tag };
    if (tag === "some") return { tag, val: some(val) };
    throw new TypeError("invalid variant specified for option");
  };
}

function tupleCopy(copies: readonly Copy[]): Copy {
  return (value) => {
    const items = firstOf(value as Iterable<unknown>, copies.length);
    return copies.map((copy, index) => copy(items[index]));
  };
}

/** Asks for no more than are wanted. */
function firstOf(values: Iterable<unknown>, count: number): unknown[] {
  const found: unknown[] = [];
  if (count === 0) return found;
  for (const value of values) if (found.push(value) === count) break;
  return found;
}

function resultCopy(ok: Copy, err: Copy): Copy {
  return (value) => {
    const { tag, val } = value as Holder;
    if (tag === "ok") return { tag, val: ok(val) };
    if (tag === "err") return { tag, val: err(val) };
    throw new TypeError("invalid variant specified for result");
  };
}

function recordCopy(fields: readonly Named<Copy>[]): Copy {
  return (value) => {
    const given = fields.map(({ name }) => (value as Holder)[name]);
    return Object.fromEntries(fields.map(({ name, type }, index) => [name, type(given[index])]));
  };
}

function variantCopy({ name, cases }: Extract<WitShape, { kind: "variant" }>, way: Way): Copy {
  const copies = new Map(cases.map((each) => [each.name, each.type && copyOf(each.type, way)]));
  const typeName = upperCamel(name);
  return (value) => {
    const { tag, val } = value as Holder;
    if (typeof tag !== "string" || !copies.has(tag))
      throw new TypeError(
        `invalid variant tag value \`${JSON.stringify(tag)}\` (received \`${value}\`) specified for \`${typeName}\``,
      );
    const copy = copies.get(tag);
    return copy === undefined ? { tag } : { tag, val: copy(val) };
  };
}

function enumCopy(name: string, cases: ReadonlySet<string>): Copy {
  return (value) => {
    if (typeof value === "string" && cases.has(value)) return value;
    throw new TypeError(`"${value}" is not one of the cases of ${name}`);
  };
}

function flagsCopy(names: readonly string[]): Copy {
  return (value) => {
    if (value !== undefined && typeof value !== "object")
      throw new TypeError("only an object, undefined or null can be converted to flags");
    return Object.fromEntries(names.map((name) => [name, Boolean((value as Holder | null | undefined)?.[name])]));
  };
}

function upperCamel(name: string): string {
  return name.replace(/(?:^|-)(.)/g, (_dash, letter: string) => letter.toUpperCase());
}
