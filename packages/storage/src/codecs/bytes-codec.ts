import { invalidArgument } from "../errors/invalid-argument.ts";
import type { Codec } from "./codec.ts";
import { kindOf } from "./value-fault.ts";

/**
 * Bytes as they are when they are given: a buffer may be used again at once. Anything but a `Uint8Array` is a
 * `StorageError` with the code `invalid-argument`.
 *
 * @example
 * ```ts
 * import { bytesCodec, Storage } from "@airssys/storage";
 *
 * const files = new Storage({ codec: bytesCodec() });
 * files.set("logo.png", new Uint8Array([0x89, 0x50, 0x4e, 0x47]));
 * ```
 */
export function bytesCodec(): Codec<Uint8Array> {
  return { encode: (value) => copyOf(checkedBytes(value)), decode: copyOf };
}

/** Copies the bytes: encoded ones wait for their write, and decoded ones may be decoded again. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Bytes that an import handed over belong to another realm, and are as good. */
function checkedBytes(value: Uint8Array): Uint8Array {
  if (typeof value === "object" && value !== null && kindOf(value) === "Uint8Array") return value;
  throw invalidArgument(`$ is no Uint8Array (${typeof value === "object" && value ? kindOf(value) : typeof value})`);
}
