import { Fault } from "./fault.ts";
import { kindOfObject, valueInWords } from "./value-words.ts";
import type { NumberKind, WitType } from "./wit-type.ts";

type NumberList = { [index: number]: number | bigint };

/** How numbers of a kind are taken, and what a list of them is. */
interface NumberForm {
  readonly expected: string;
  /** `undefined`: it is none of them. */
  readonly take: (value: unknown) => number | bigint | undefined;
  readonly List: { new (items: ArrayLike<never>): NumberList; readonly name: string };
}

const FORMS: Readonly<Record<NumberKind, NumberForm>> = {
  u8: { expected: "u8", take: integer(0, 2 ** 8 - 1), List: Uint8Array },
  s8: { expected: "s8", take: integer(-(2 ** 7), 2 ** 7 - 1), List: Int8Array },
  u16: { expected: "u16", take: integer(0, 2 ** 16 - 1), List: Uint16Array },
  s16: { expected: "s16", take: integer(-(2 ** 15), 2 ** 15 - 1), List: Int16Array },
  u32: { expected: "u32", take: integer(0, 2 ** 32 - 1), List: Uint32Array },
  s32: { expected: "s32", take: integer(-(2 ** 31), 2 ** 31 - 1), List: Int32Array },
  u64: { expected: "u64 (a bigint)", take: big(0n, 2n ** 64n - 1n), List: BigUint64Array },
  s64: { expected: "s64 (a bigint)", take: big(-(2n ** 63n), 2n ** 63n - 1n), List: BigInt64Array },
  f32: {
    expected: "f32",
    take: (value) => (typeof value === "number" ? Math.fround(value) : undefined),
    List: Float32Array,
  },
  f64: { expected: "f64", take: (value) => (typeof value === "number" ? value : undefined), List: Float64Array },
};

export function isNumberKind(kind: WitType["kind"]): kind is NumberKind {
  return Object.hasOwn(FORMS, kind);
}

/** The number that a value is, or what is wrong with it. */
export function takeNumber(kind: NumberKind, value: unknown): unknown {
  const { take, expected } = FORMS[kind];
  return take(value) ?? new Fault(expected, valueInWords(value));
}

/** The bigint that a whole number of 64 bits is, if the number is exact; any other value as it is. */
export function widen(kind: NumberKind, value: unknown): unknown {
  return (kind === "u64" || kind === "s64") && Number.isSafeInteger(value) ? BigInt(value as number) : value;
}

/**
 * The typed array that a list of numbers is, or what is wrong with it. Bytes have to be a `Uint8Array`; other numbers
 * may be in a plain array as well.
 *
 * @param isCopied whether a typed array is copied, or taken as it is.
 */
export function takeNumbers(kind: NumberKind, value: unknown, isCopied: boolean): unknown {
  const { List } = FORMS[kind];
  // Or another of its kind.
  if (typedArrayName(value) === List.name) return takeTypedArray(kind, value as Uint8Array, isCopied);
  if (kind !== "u8" && Array.isArray(value)) return takeItems(kind, value);
  const also = kind === "u8" ? "" : " or an array";
  return new Fault(`list<${kind}> (a ${List.name}${also})`, valueInWords(value));
}

/** The name of the class of a typed array, whatever realm it is of and whatever was done to it. */
const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

function typedArrayName(value: unknown): unknown {
  return typedArrayTag?.call(value);
}

/**
 * Memory that is shared or can be resized may change while it is read, and a view of memory that is gone looks like one
 * of nothing.
 */
function takeTypedArray(kind: NumberKind, view: Uint8Array, isCopied: boolean): unknown {
  const { List } = FORMS[kind];
  const problem = bufferFault(view.buffer);
  if (problem !== undefined) return new Fault(`list<${kind}> in memory of its own`, `a ${List.name} on ${problem}`);
  return isCopied ? new List(view as ArrayLike<unknown> as ArrayLike<never>) : view; // its own class takes its items
}

function bufferFault(buffer: ArrayBufferLike): string | undefined {
  if (kindOfObject(buffer) === "SharedArrayBuffer") return "memory that is shared";
  if ("detached" in buffer && buffer.detached) return "memory that was handed over to somebody else";
  return "resizable" in buffer && buffer.resizable ? "memory that can be resized" : undefined;
}

function takeItems(kind: NumberKind, items: readonly unknown[]): unknown {
  const { List, take, expected } = FORMS[kind];
  const taken: (number | bigint)[] = [];
  for (let index = 0, { length } = items; index < length; index++) {
    const value = items[index];
    const number = take(value);
    if (number === undefined) return new Fault(expected, valueInWords(value)).under(`[${index}]`);
    taken.push(number);
  }
  return new List(taken as never[]); // numbers of the kind that it has
}

/** Zero has one sign. */
function integer(min: number, max: number): NumberForm["take"] {
  return (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max ? (value as number) + 0 : undefined;
}

function big(min: bigint, max: bigint): NumberForm["take"] {
  return (value) => (typeof value === "bigint" && value >= min && value <= max ? value : undefined);
}
