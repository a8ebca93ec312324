import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.ts";
import { invalidArgument } from "../errors/invalid-argument.ts";
import type { Codec } from "./codec.ts";

/**
 * Text in UTF-8, exactly. A lone surrogate, which UTF-8 does not have, and anything but a string is a `StorageError`
 * with the code `invalid-argument`, and so are bytes that are no UTF-8.
 *
 * @example
 * ```ts
 * import { Storage, textCodec } from "@airssys/storage";
 *
 * const notes = new Storage({ codec: textCodec() });
 * notes.set("greeting", "hi");
 * notes.usedBytes(); // 10: eight bytes of key, two of value
 * ```
 */
export function textCodec(): Codec<string> {
  return { encode, decode };
}

function encode(text: string): Uint8Array {
  if (typeof text !== "string") throw invalidArgument(`$ is no string (${typeof text})`);
  if (text.isWellFormed()) return encodeUtf8(text);
  throw invalidArgument("$ is not well-formed Unicode: it holds a lone surrogate");
}

function decode(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    throw invalidArgument("the value is not UTF-8; read it with the codec that wrote it", error);
  }
}
