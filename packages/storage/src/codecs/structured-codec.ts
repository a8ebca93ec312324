import type { Codec } from "./codec.ts";
import { readStructured } from "./structured-read.ts";
import { writeStructured } from "./structured-write.ts";

/**
 * Values of JavaScript in a compact binary format, for what JSON does not have: `undefined`, `bigint`, `NaN`,
 * infinities and `-0`, `Date` (invalid ones as well), `Map`, `Set`, `ArrayBuffer`, `DataView` and typed arrays, text
 * with lone surrogates, objects without a prototype, an object that occurs in several places, and one that holds
 * itself.
 *
 * What comes back is equal to what was stored, in all of that. A view comes back over a buffer of its own that holds
 * just its bytes. Whatever could not be kept is a `StorageError` with the code `invalid-argument` that names the place
 * in the value: functions, symbols, getters, instances of classes, arrays with holes, properties that would be left
 * out, nesting beyond 200 levels. One thing is not looked for: properties with a name that somebody gave to a typed
 * array, beside its elements.
 *
 * Bytes that it did not write are the same error. The format is described in `docs/formats/structured.md`. The type
 * parameter is a promise by the caller.
 *
 * @example
 * ```ts
 * import { Storage, structuredCodec } from "@airssys/storage";
 *
 * const carts = new Storage({ codec: structuredCodec<Map<string, bigint>>() });
 * carts.set("ada", new Map([["pears", 3n]]));
 * carts.get("ada")?.get("pears"); // 3n
 * ```
 */
export function structuredCodec<T = unknown>(): Codec<T> {
  return { encode: writeStructured, decode: (bytes) => readStructured(bytes) as T };
}
