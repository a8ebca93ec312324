import { requireKnownOptions } from "@airssys/protocol";
import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.ts";
import { invalidArgument } from "../errors/invalid-argument.ts";
import type { Codec } from "./codec.ts";

/** How whole numbers are given back. */
export interface IntegerCodecOptions<As extends "bigint" | "number"> {
  readonly as?: As;
}

/**
 * Whole numbers of 64 bits as their decimal digits, which is what the host counts with: `Storage.increment` works on
 * them. They are bigints, or numbers if asked for; then one beyond `Number.MAX_SAFE_INTEGER` is an error instead of a
 * little wrong.
 *
 * Anything else is a `StorageError` with the code `invalid-argument`, and so are bytes that are no such digits: `007`,
 * `-0`, `1.0`.
 *
 * @example
 * ```ts
 * import { integerCodec, Storage } from "@airssys/storage";
 *
 * const counters = new Storage({ codec: integerCodec() });
 * counters.set("views", 2n ** 60n);
 * counters.increment("views", 1n); // 1152921504606846977n
 * ```
 */
export function integerCodec(options?: IntegerCodecOptions<"bigint">): Codec<bigint>;
export function integerCodec(options: IntegerCodecOptions<"number">): Codec<number>;
export function integerCodec(options: IntegerCodecOptions<"bigint" | "number"> = {}): unknown {
  requireKnownOptions<IntegerCodecOptions<"bigint" | "number">>(options, { as: true });
  const { as = "bigint" } = options;
  return { encode, decode: as === "number" ? decodeNumber : decode, hasDecimalNumbers: true };
}

const DIGITS = /^(?:0|-?[1-9][0-9]{0,18})$/;

function encode(value: bigint | number): Uint8Array {
  const isWhole = typeof value === "bigint" || (Number.isSafeInteger(value) && !Object.is(value, -0));
  if (!isWhole) throw invalidArgument("$ is no whole number; use a bigint, or a safe integer");
  if (BigInt.asIntN(64, BigInt(value)) !== BigInt(value)) throw invalidArgument("$ does not fit into 64 bits");
  return encodeUtf8(String(value));
}

function decode(bytes: Uint8Array): bigint {
  const digits = bytes.length <= 20 ? decodeUtf8(bytes) : "";
  const value = DIGITS.test(digits) ? BigInt(digits) : undefined;
  if (value !== undefined && BigInt.asIntN(64, value) === value) return value;
  throw invalidArgument("the value is no whole number in decimal digits; read it with the codec that wrote it");
}

function decodeNumber(bytes: Uint8Array): number {
  const value = Number(decode(bytes));
  if (Number.isSafeInteger(value)) return value;
  throw invalidArgument("the value is no safe integer; read it as a bigint");
}
