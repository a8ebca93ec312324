import type { BoundedText } from "../text/bounded-text.ts";

const BYTES_PER_LINE = 16;

/** Writes bytes in hexadecimal, 16 to a line. */
export function writeHex(bytes: Uint8Array, out: BoundedText): void {
  for (let at = 0; at < bytes.length && !out.isFull; at += BYTES_PER_LINE) {
    if (at > 0) out.addBreak(0, " ");
    out.add(
      Array.from(bytes.subarray(at, at + BYTES_PER_LINE), (byte) => byte.toString(16).padStart(2, "0")).join(" "),
    );
  }
}
