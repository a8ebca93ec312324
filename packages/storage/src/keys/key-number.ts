/*
 * Numbers and big integers in an encoded key, as text that sorts like them.
 *
 *   number   16 hexadecimal digits: the bits of the IEEE 754 double, most significant first, with the sign bit turned
 *            over if the number is positive and all bits if it is negative. -0 is 0.
 *   bigint   p, the number of digits as two hexadecimal digits, and the decimal digits; for a negative one n, 255 less
 *            the number of digits as two hexadecimal digits, and each decimal digit taken from 9.
 */
import { invalidKey } from "./key-text.ts";

const SIGN = 0x8000_0000_0000_0000n;
const ALL = 0xffff_ffff_ffff_ffffn;
const DIGITS_MAX = 255;

/** Throws `invalid-key` for NaN. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) throw invalidKey("a key cannot be NaN, which has no place in any order");
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value + 0); // -0 + 0 is 0
  const bits = view.getBigUint64(0);
  const sortable = bits & SIGN ? bits ^ ALL : bits ^ SIGN;
  return sortable.toString(16).padStart(16, "0");
}

/** Throws `invalid-key` for what `numberText` never answers. */
export function numberOfText(text: string): number {
  if (!/^[0-9a-f]{16}$/.test(text)) throw invalidKey("a number in a key is 16 hexadecimal digits");
  const sortable = BigInt(`0x${text}`);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, sortable & SIGN ? sortable ^ SIGN : sortable ^ ALL);
  const value = view.getFloat64(0);
  if (Number.isNaN(value) || Object.is(value, -0)) throw invalidKey("a number in a key is neither NaN nor -0");
  return value;
}

/** Throws `invalid-key` for more than 255 digits. */
export function bigintText(value: bigint): string {
  const digits = String(value < 0n ? -value : value);
  if (digits.length > DIGITS_MAX) throw invalidKey(`a bigint in a key has at most ${DIGITS_MAX} digits`);
  return value < 0n
    ? `n${byteText(DIGITS_MAX - digits.length)}${complement(digits)}`
    : `p${byteText(digits.length)}${digits}`;
}

/** Throws `invalid-key` for what `bigintText` never answers. */
export function bigintOfText(text: string): bigint {
  const [, sign, digits = ""] = /^([np])[0-9a-f]{2}([0-9]+)$/.exec(text) ?? [];
  const value = sign === "n" ? -BigInt(complement(digits)) : BigInt(digits);
  if (sign === undefined || bigintText(value) !== text)
    throw invalidKey("a bigint in a key is its sign, length and digits");
  return value;
}

function byteText(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function complement(digits: string): string {
  return digits.replace(/[0-9]/g, (digit) => String(9 - Number(digit)));
}
