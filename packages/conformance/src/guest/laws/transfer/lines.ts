import { toBytes, type Value } from "../../values/bytes.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 with padding. */
function base64(value: Value): string {
  const bytes = toBytes(value);
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at;
    const triple = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET[(triple >> shift) & 63] ?? "");
    text += letters.map((letter, index) => (index > rest ? "=" : letter)).join("");
  }
  return text;
}

export const line = (key: string, value: Value) => `${JSON.stringify({ key, value: base64(value) })}\n`;
