/** A key of the component's own. */
export interface CipherKey {
  /** Its number, 0 to 4 294 967 295. Sealed values name it, so it stays with the key for good. */
  readonly number: number;
  /** 32 bytes of a source that nobody can guess. They are copied. */
  readonly bytes: Uint8Array;
}

/**
 * The keys that a component seals and opens with.
 *
 * To rotate, add a key and make it the `newest`; leave an old one out once `reencrypt` has come to its end.
 */
export interface KeyRing {
  /** Every key that may have sealed what is to be opened. */
  readonly keys: readonly CipherKey[];
  /** The number of the one that seals. */
  readonly newest: number;
}

const KEY_BYTES = 32;

const NUMBER_MAX = 0xffff_ffff;

/** Copies of the keys, by number. @throws RangeError, TypeError */
export function keysByNumber({ keys, newest }: KeyRing): ReadonlyMap<number, Uint8Array> {
  const byNumber = new Map<number, Uint8Array>();
  for (const { number, bytes } of keys) {
    if (!(Number.isInteger(number) && number >= 0 && number <= NUMBER_MAX))
      throw new RangeError(`the number of a key expected a whole number from 0 to ${NUMBER_MAX}, got ${number}`);
    if (byNumber.has(number)) throw new RangeError(`"keys" has more than one key ${number}`);
    byNumber.set(number, keyBytes(bytes, `key ${number}`));
  }
  if (!byNumber.has(newest)) throw new RangeError(`"newest" expected the number of one of the keys, got ${newest}`);
  return byNumber;
}

/** A copy of the bytes of a key. The errors say nothing of the bytes. @throws RangeError, TypeError */
export function keyBytes(bytes: Uint8Array, name: string): Uint8Array {
  if (Object.prototype.toString.call(bytes) !== "[object Uint8Array]")
    throw new TypeError(`${name} expected a Uint8Array, got ${typeof bytes}`);
  if (bytes.length !== KEY_BYTES) throw new RangeError(`${name} expected ${KEY_BYTES} bytes, got ${bytes.length}`);
  if (bytes.every((byte) => byte === 0))
    throw new RangeError(`${name} holds nothing but zeros, as if it had not been filled`);
  return new Uint8Array(bytes);
}
