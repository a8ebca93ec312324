import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.ts";
import { invalidArgument } from "../errors/invalid-argument.ts";
import type { Codec } from "./codec.ts";
import { jsonFault } from "./json-fault.ts";
import { faultError } from "./value-fault.ts";

/**
 * The codec that `Storage` uses unless told otherwise: JSON in UTF-8, which other languages and people can read.
 *
 * It is strict. Whatever JSON would silently change is a `StorageError` with the code `invalid-argument` that names the
 * place in the value: `undefined` (but see below), functions, symbols, bigints, `NaN`, infinities, `-0`, dates, maps,
 * sets, typed arrays, getters, instances of classes, cycles, arrays with holes, and nesting beyond 200 levels. Like in
 * JSON, properties whose value is `undefined` are left out.
 *
 * Decoding bytes that are no JSON is the same error, and so is a counter of the host beyond what numbers tell apart,
 * which `integerCodec` reads. The type parameter is a promise by the caller: nothing checks that what comes back is a
 * `T`.
 *
 * @example
 * ```ts
 * import { jsonCodec, Storage } from "@airssys/storage";
 *
 * const scores = new Storage({ codec: jsonCodec<number>() });
 * scores.set("ada", 12);
 * scores.set("bob", Number.NaN);
 * // StorageError: invalid argument: $ is NaN, which JSON turns into null; use null or text
 * ```
 */
export function jsonCodec<T = unknown>(): Codec<T> {
  return { encode, decode, hasDecimalNumbers: true };
}

function encode(value: unknown): Uint8Array {
  const fault = jsonFault(value);
  if (fault) throw faultError(fault);
  return encodeUtf8(JSON.stringify(value));
}

function decode<T>(bytes: Uint8Array): T {
  const { text, value } = parsed(bytes);
  if (COUNTER.test(text) && String(value) !== text) {
    throw invalidArgument("the value is a whole number that is no number of JavaScript; read it with integerCodec");
  }
  return value as T; // what the caller promises
}

/** Whole numbers so long that a number may be a little beside them. The host counts with up to 64 bits. */
const COUNTER = /^-?[1-9][0-9]{15,18}$/;

/** Engines quote what they could not parse, and it may be a secret: their error goes no further. */
function parsed(bytes: Uint8Array): { readonly text: string; readonly value: unknown } {
  try {
    const text = decodeUtf8(bytes);
    return { text, value: JSON.parse(text) };
  } catch {
    throw invalidArgument("the value is not JSON in UTF-8; read it with the codec that wrote it");
  }
}
