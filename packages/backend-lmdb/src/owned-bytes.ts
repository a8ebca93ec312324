/**
 * Copies bytes out of one of the engine's buffers into bytes of our own. The engine overwrites its buffers with the
 * next read, and they are larger than what was read, so they must never leave this package.
 *
 * Small values share the memory of a pool, as Node's own buffers do: an array of its own for every value costs more
 * than the read itself (1.0 µs against 1.5 µs for a get of 100 bytes).
 *
 * @param start where the bytes begin in the engine's buffer.
 */
export function ownedBytes(scratch: Uint8Array, start: number, length: number): Uint8Array {
  if (length > POOLED_BYTES_MAX) return new Uint8Array(scratch.subarray(start, start + length));
  if (poolUsed + length > POOL_BYTES) {
    pool = new Uint8Array(POOL_BYTES);
    poolUsed = 0;
  }
  const owned = new Uint8Array(pool.buffer, poolUsed, length); // half the time of subarray
  poolUsed += length;
  if (length > LOOPED_BYTES_MAX) owned.set(new Uint8Array(scratch.buffer, scratch.byteOffset + start, length));
  else for (let index = 0; index < length; index++) owned[index] = scratch[start + index] as number;
  return owned;
}

const POOL_BYTES = 65_536;
const POOLED_BYTES_MAX = 4_096;

/** A loop copies short bytes faster than a call. */
const LOOPED_BYTES_MAX = 48;

let pool = new Uint8Array(POOL_BYTES);
let poolUsed = 0;
