export { decodeKey, encodeKey, type KeyPart } from "./key-encoding.ts";
export { compareKeys } from "./key-order.ts";
export { escapeText, unescapeText } from "./key-text.ts";
