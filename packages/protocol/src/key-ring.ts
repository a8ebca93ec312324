import { requireKnownOptions } from "./known-options.ts";

/** A key of 256 bits that seals values. */
export interface CipherKey {
  /** Its number, 0 to 4 294 967 295. Sealed values name it, so it stays with the key for good. */
  readonly number: number;
  /** 32 bytes of a source that nobody can guess, such as `crypto.getRandomValues`. They are copied. */
  readonly bytes: Uint8Array;
}

/**
 * The keys that seal and open values, of a host or of a component.
 *
 * To rotate, give the new key to everybody who opens values, then make it the `newest`. Leave an old key out once
 * nothing that it sealed is needed any more.
 */
export interface KeyRing {
  /** Every key that may have sealed what is to be opened. */
  readonly keys: readonly CipherKey[];
  /** The number of the key that seals. */
  readonly newest: number;
}

const KEY_BYTES = 32;
const NUMBER_MAX = 0xffff_ffff;

/**
 * Returns copies of the keys, by number. The errors say nothing of the bytes.
 *
 * @throws StorageError `invalid-argument` for an unknown name.
 * @throws RangeError for a ring without its newest key, a number that is no u32 or is there twice, and a key that is
 * not 32 bytes long or all zeros.
 * @throws TypeError for a key that is no `Uint8Array`.
 */
export function keysByNumber(keyRing: KeyRing): ReadonlyMap<number, Uint8Array<ArrayBuffer>> {
  requireKnownOptions<KeyRing>(keyRing, { keys: true, newest: true });
  const { keys, newest } = keyRing;
  const byNumber = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const key of keys) {
    requireKnownOptions<CipherKey>(key, { number: true, bytes: true });
    const { number, bytes } = key;
    if (!(Number.isInteger(number) && number >= 0 && number <= NUMBER_MAX))
      throw new RangeError(`the number of a key expected a whole number from 0 to ${NUMBER_MAX}, got ${number}`);
    if (byNumber.has(number)) throw new RangeError(`"keys" has more than one key ${number}`);
    byNumber.set(number, copyOfKey(bytes, `key ${number}`));
  }
  if (byNumber.size === 0) throw new RangeError('"keys" expected at least one key');
  if (!byNumber.has(newest)) throw new RangeError(`"newest" expected the number of one of the keys, got ${newest}`);
  return byNumber;
}

/**
 * Returns a copy of the bytes of a key. `name` stands for the key in errors, which say nothing of the bytes.
 *
 * @throws RangeError for a key that is not 32 bytes long or all zeros.
 * @throws TypeError for anything but a `Uint8Array`.
 */
export function copyOfKey(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  if (Object.prototype.toString.call(bytes) !== "[object Uint8Array]")
    throw new TypeError(`${name} expected a Uint8Array, got ${typeof bytes}`);
  if (bytes.length !== KEY_BYTES) throw new RangeError(`${name} expected ${KEY_BYTES} bytes, got ${bytes.length}`);
  if (bytes.every((byte) => byte === 0))
    throw new RangeError(`${name} holds nothing but zeros, as if it had not been filled`);
  return new Uint8Array(bytes);
}
