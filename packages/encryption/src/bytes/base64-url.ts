const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Base64url (RFC 4648 §5) without padding. */
export function base64Url(bytes: Uint8Array): string {
  let text = "";
  for (let offset = 0; offset < bytes.length; offset += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(offset, offset + 3);
    const bits = (first << 16) | (second << 8) | third;
    for (let digit = 0; digit <= Math.min(3, bytes.length - offset); digit++) {
      text += DIGITS[(bits >> (18 - 6 * digit)) & 63];
    }
  }
  return text;
}
