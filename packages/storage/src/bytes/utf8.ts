// UTF-8 with what the engine has for it, and in plain JavaScript in an engine that has nothing, such as QuickJS.

interface Encoder {
  encode(text: string): Uint8Array;
}
interface Decoder {
  decode(bytes: Uint8Array): string;
}

// The two globals that most components have and that TypeScript's own library does not declare.
declare const TextEncoder: (new () => Encoder) | undefined;
declare const TextDecoder:
  | (new (
      label: "utf-8",
      options: { fatal: boolean; ignoreBOM: boolean },
    ) => Decoder)
  | undefined;

const encoder = typeof TextEncoder === "undefined" ? { encode: encodePlainly } : new TextEncoder();
const decoder =
  typeof TextDecoder === "undefined"
    ? { decode: decodePlainly }
    : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The UTF-8 of a text. A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes, exactly: a byte order mark is kept, and bytes that are no UTF-8 are a `TypeError`. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const PERCENT = 0x25;
const ASCII_MAX = 0x7f;

/** Percent-encoding is UTF-8 in digits, and every engine of JavaScript has it. */
function encodePlainly(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.toWellFormed());
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at++) {
    const unit = escaped.charCodeAt(at);
    if (unit === PERCENT) {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    } else {
      bytes.push(unit);
    }
  }
  return Uint8Array.from(bytes);
}

function decodePlainly(bytes: Uint8Array): string {
  let escaped = "";
  for (const byte of bytes) {
    escaped += byte === PERCENT || byte > ASCII_MAX ? `%${byte.toString(16)}` : String.fromCharCode(byte);
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw new TypeError("not UTF-8");
  }
}
