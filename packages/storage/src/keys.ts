export { endOfKey } from "./keys/end-of-key.ts";
export { decodeKey, encodeKey, type KeyPart } from "./keys/key-encoding.ts";
export { compareKeys } from "./keys/key-order.ts";
export { escapeText, unescapeText } from "./keys/key-text.ts";
