// The two globals that a component has and that TypeScript's own library does not declare.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The UTF-8 of a text. A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes, exactly: a byte order mark is kept, and bytes that are no UTF-8 are a `TypeError`. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
