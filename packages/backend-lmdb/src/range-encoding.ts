import { ownedBytes } from "./owned-bytes.ts";

// How lmdb reads keys and values: a range copies each once, out of lmdb's own buffers into the bytes that its page
// hands out. With lmdb's own encodings it would be two copies, of which the first takes longer than the read.

/** Keys are bytes, and those of a range are handed out as bytes of our own. */
export const ownedKeys = {
  writeKey(key: Uint8Array, target: Uint8Array, start: number): number {
    target.set(key, start);
    return start + key.length;
  },
  readKey: (scratch: Uint8Array, start: number, end: number): Uint8Array => ownedBytes(scratch, start, end - start),
};

/** Values are bytes, and those of a range are handed out as bytes of our own, whole or cut to a length. */
export class RangeValues {
  /** Length in bytes to which the values of the next range are cut. */
  bytesMax: number = Number.POSITIVE_INFINITY;

  encode(value: Uint8Array): Uint8Array {
    return value;
  }

  decode(scratch: Uint8Array, length: number): Uint8Array {
    return ownedBytes(scratch, 0, Math.min(length, this.bytesMax));
  }
}
