import { StorageError } from "@airssys/protocol";
import { invalidArgument } from "../errors/invalid-argument.ts";
import type { Codec } from "./codec.ts";

/**
 * The bytes of a value, for what is built over a `ByteStorage`. Whatever the codec throws becomes a `StorageError`:
 * `invalid-argument` unless it is one already.
 */
export function encodeValue<T>(codec: Codec<T>, value: T): Uint8Array {
  try {
    return checkedBytes(codec.encode(value));
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw invalidArgument("the codec could not encode the value", error);
  }
}

/**
 * The value of bytes that were read under a key. Whatever the codec throws becomes an `invalid-argument` that names the
 * key, and its cause unless it is a `SyntaxError`: engines quote in it what they could not parse, which may be a
 * secret.
 */
export function decodeValue<T>(codec: Codec<T>, key: string, bytes: Uint8Array): T {
  try {
    return codec.decode(bytes);
  } catch (error) {
    const problem =
      error instanceof StorageError && error.payload.tag === "invalid-argument" ? error.payload.val : undefined;
    throw invalidArgument(
      `${JSON.stringify(key)}: ${problem ?? "the codec could not decode the value"}`,
      quotesBytes(error) ? undefined : error,
    );
  }
}

function quotesBytes(error: unknown): boolean {
  return error instanceof SyntaxError;
}

/**
 * Asks for the kind and not for the class: a codec may pass on bytes from an import, whose class is another realm's.
 */
function checkedBytes(bytes: Uint8Array): Uint8Array {
  if (Object.prototype.toString.call(bytes) === "[object Uint8Array]") return bytes;
  throw new TypeError('"codec.encode" expected to return a Uint8Array');
}
