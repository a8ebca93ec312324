import type { Copy } from "./copy.ts";
import type { NumberKind, WitShape } from "./wit-shape.ts";

/** A kind of number: how one is copied, which items a list of them may have, and what such a list arrives as. */
interface NumberForm {
  readonly copy: Copy;
  readonly isItem: (value: unknown) => boolean;
  readonly list: new (buffer: ArrayBuffer) => NumberList;
  readonly bytes: number;
}

interface NumberList {
  [index: number]: number | bigint;
}

// What the bindings do with a value, whatever it is: operators of JavaScript, which throw for some.
const unsigned = (value: unknown) => (value as number) >>> 0;
const signed = (value: unknown) => (value as number) >> 0;
const wrapped = (value: unknown, bits: 8 | 16) => unsigned(value) % 2 ** bits;

const FORMS: Readonly<Record<NumberKind, NumberForm>> = {
  u8: integer(Uint8Array, 1, 0, 2 ** 8, (value) => wrapped(value, 8)),
  s8: integer(Int8Array, 1, -(2 ** 7), 2 ** 7, (value) => (wrapped(value, 8) << 24) >> 24),
  u16: integer(Uint16Array, 2, 0, 2 ** 16, (value) => wrapped(value, 16)),
  s16: integer(Int16Array, 2, -(2 ** 15), 2 ** 15, (value) => (wrapped(value, 16) << 16) >> 16),
  u32: integer(Uint32Array, 4, 0, 2 ** 32, unsigned),
  s32: integer(Int32Array, 4, -(2 ** 31), 2 ** 31, signed),
  u64: big(BigUint64Array, 0n, 2n ** 64n, (value) => BigInt.asUintN(64, BigInt(value as bigint))),
  s64: big(BigInt64Array, -(2n ** 63n), 2n ** 63n, (value) => BigInt.asIntN(64, BigInt(value as bigint))),
  f32: { copy: (value) => Math.fround(plus(value)), isItem: isAnyNumber, list: Float32Array, bytes: 4 },
  f64: { copy: plus, isItem: isAnyNumber, list: Float64Array, bytes: 8 },
};

/** Whether a type is one of numbers. */
export function isNumber(shape: WitShape): shape is { readonly kind: NumberKind } {
  return Object.hasOwn(FORMS, shape.kind);
}

/** How a number is copied: cut off to its bits. */
export function numberCopy(kind: NumberKind): Copy {
  return FORMS[kind].copy;
}

/**
 * How a list of numbers is copied: the items of an array, which must be such numbers, and of anything else its bytes, as many as its length says.
 */
export function copiedNumbers(kind: NumberKind): Copy {
  const { isItem, list, bytes } = FORMS[kind];
  return (value) => {
    const given = value as Bytes;
    const length = Array.isArray(value) ? value.length : kind === "u8" ? given.byteLength : given.length;
    const copied = new Uint8Array((length as number) * bytes);
    if (Array.isArray(value)) fill(new list(copied.buffer), value, kind, isItem);
    else copied.set(new Uint8Array(given.buffer || (value as ArrayBuffer), given.byteOffset, copied.length));
    return kind === "u8" ? copied : new list(copied.buffer);
  };
}

/** What the bindings take for bytes, if they are no array. */
interface Bytes {
  readonly length?: number;
  readonly byteLength?: number;
  readonly byteOffset?: number;
  readonly buffer?: ArrayBuffer;
}

function fill(list: NumberList, items: readonly unknown[], kind: string, isItem: (item: unknown) => boolean): void {
  let at = 0;
  for (const item of items) {
    if (!isItem(item)) throw new TypeError(`invalid ${kind} value [${item}]`);
    list[at++] = item as number | bigint;
  }
}

function integer(list: NumberForm["list"], bytes: number, min: number, end: number, copy: Copy): NumberForm {
  const isItem = (value: unknown) => Number.isInteger(value) && (value as number) >= min && (value as number) < end;
  return { copy, isItem, list, bytes };
}

function big(list: NumberForm["list"], min: bigint, end: bigint, copy: Copy): NumberForm {
  const isItem = (value: unknown) => typeof value === "bigint" && value >= min && value < end;
  return { copy, isItem, list, bytes: 8 };
}

function isAnyNumber(value: unknown): boolean {
  return typeof value === "number";
}

/** A bigint is no number here, as it is one for `Number`. */
function plus(value: unknown): number {
  return +(value as number);
}
