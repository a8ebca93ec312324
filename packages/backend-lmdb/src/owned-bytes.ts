/**
 * Copies the first `length` bytes of the engine's scratch buffer into bytes of our own. The buffer is overwritten by
 * the next read, and its `byteLength` is that of the whole scratch area, so it must never leave this package.
 *
 * Small values share the memory of a pool, as Node's own buffers do: an array of its own for every value costs more
 * than the read itself (1.0 µs against 1.5 µs for a get of 100 bytes).
 */
export function ownedBytes(scratch: Buffer, length: number): Uint8Array {
  const owned = length <= POOLED_BYTES_MAX ? fromPool(length) : new Uint8Array(length);
  scratch.copy(owned, 0, 0, length);
  return owned;
}

const POOL_BYTES = 65_536;
const POOLED_BYTES_MAX = 4_096;

let pool = new Uint8Array(POOL_BYTES);
let poolUsed = 0;

function fromPool(length: number): Uint8Array {
  if (poolUsed + length > POOL_BYTES) {
    pool = new Uint8Array(POOL_BYTES);
    poolUsed = 0;
  }
  const start = poolUsed;
  poolUsed += length;
  return pool.subarray(start, poolUsed);
}
