import { Fault } from "./fault.ts";
import { kindOfObject, valueInWords } from "./value-words.ts";
import type { NumberKind, WitType } from "./wit-type.ts";

type NumberList = { [index: number]: number | bigint };

/** Checks numbers of one kind, and makes the typed array that holds a list of them. */
interface NumberForm {
  readonly expected: string;
  /** Returns `undefined` if the value is not such a number. */
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

/** Checks a number. Returns it, or a {@link Fault}. */
export function takeNumber(kind: NumberKind, value: unknown): unknown {
  const { take, expected } = FORMS[kind];
  return take(value) ?? new Fault(expected, valueInWords(value));
}

/** Turns a safe integer into the bigint of a 64-bit type; returns any other value as it is. */
export function widen(kind: NumberKind, value: unknown): unknown {
  return (kind === "u64" || kind === "s64") && Number.isSafeInteger(value) ? BigInt(value as number) : value;
}

/**
 * Checks a list of numbers. Returns a typed array, or a {@link Fault}. Bytes must be a `Uint8Array`; other numbers may
 * also be in a plain array.
 *
 * @param isCopied whether a typed array is copied or used as it is.
 */
export function takeNumbers(kind: NumberKind, value: unknown, isCopied: boolean): unknown {
  const { List } = FORMS[kind];
  // The array may be of another realm.
  if (typedArrayName(value) === List.name) return takeTypedArray(kind, value as Uint8Array, isCopied);
  if (kind !== "u8" && Array.isArray(value)) return takeItems(kind, value);
  const also = kind === "u8" ? "" : " or an array";
  return new Fault(`list<${kind}> (a ${List.name}${also})`, valueInWords(value));
}

/** Reads the class name of a typed array, even of another realm or with a changed prototype. */
const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

function typedArrayName(value: unknown): unknown {
  return typedArrayTag?.call(value);
}

/** Shared or resizable memory may change while it is read, and a view of detached memory looks like an empty one. */
function takeTypedArray(kind: NumberKind, view: Uint8Array, isCopied: boolean): unknown {
  const { List } = FORMS[kind];
  const fault = bufferFault(view.buffer);
  if (fault !== undefined) return new Fault(`list<${kind}> in memory of its own`, `a ${List.name} on ${fault}`);
  // The class matches, so its constructor accepts the items.
  return isCopied ? new List(view as ArrayLike<unknown> as ArrayLike<never>) : view;
}

function bufferFault(buffer: ArrayBufferLike): string | undefined {
  if (kindOfObject(buffer) === "SharedArrayBuffer") return "memory that is shared";
  if ("detached" in buffer && buffer.detached) return "memory that was transferred elsewhere";
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
  return new List(taken as never[]); // each number was checked to be of its kind
}

/** Adding 0 turns -0 into 0. */
function integer(min: number, max: number): NumberForm["take"] {
  return (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max ? (value as number) + 0 : undefined;
}

function big(min: bigint, max: bigint): NumberForm["take"] {
  return (value) => (typeof value === "bigint" && value >= min && value <= max ? value : undefined);
}
