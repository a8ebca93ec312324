import { isUtf8 } from "node:buffer";

/** A value as it can be edited: exactly as UTF-8, or in hexadecimal. */
export interface EditText {
  readonly as: "text" | "hex";
  readonly text: string;
}

/** Most bytes of a value that a person edits. */
const BYTES_MAX = 131_072;

/** Returns the text to edit of a value; `null` if it is too long for a person. */
export function editable(value: Uint8Array): EditText | null {
  return value.length > BYTES_MAX ? null : exactText(value);
}

/** Returns a text of which `bytesOf` makes the same bytes. A text field would change some of them: then hexadecimal. */
export function exactText(value: Uint8Array): EditText {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(value);
  const isExact = isUtf8(value) && !CHANGED_BY_FIELDS.test(text);
  return isExact ? { as: "text", text } : { as: "hex", text: Buffer.from(value).toString("hex") };
}

/** Control characters but for tabs and line feeds: a text field makes a line feed of a carriage return. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
const CHANGED_BY_FIELDS = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** Returns the bytes of a text. @throws RangeError for hexadecimal that is none */
export function bytesOf({ as, text }: EditText): Uint8Array {
  if (as === "text") return new TextEncoder().encode(text);
  const digits = text.replace(/\s+/g, "");
  if (digits.length % 2 === 0 && /^[0-9a-f]*$/i.test(digits)) return new Uint8Array(Buffer.from(digits, "hex"));
  throw new RangeError("the value is no hexadecimal: it needs two digits for each byte");
}
