// Bytes are read and written one by one: a DataView takes longer to make than to use.

/**
 * Reads 8 bytes, most significant first, as a number. Exact up to 2^53 - 1, which is all that is ever written.
 *
 * @throws RangeError if there are fewer bytes
 */
export function readU64(bytes: Uint8Array, offset: number): number {
  if (offset + 8 > bytes.length) throw new RangeError(`8 bytes at ${offset} expected, there are ${bytes.length}`);
  return readU32(bytes, offset) * 2 ** 32 + readU32(bytes, offset + 4);
}

/** Writes a whole number from 0 to 2^53 - 1 as 8 bytes, most significant first. */
export function writeU64(bytes: Uint8Array, offset: number, value: number): void {
  writeU32(bytes, offset, Math.floor(value / 2 ** 32));
  writeU32(bytes, offset + 4, value % 2 ** 32);
}

function readU32(bytes: Uint8Array, offset: number): number {
  let value = 0;
  // The caller has made sure that the bytes are there.
  for (let index = offset; index < offset + 4; index++) value = value * 256 + (bytes[index] as number);
  return value;
}

function writeU32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}
