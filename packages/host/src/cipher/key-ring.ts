import type { Bytes } from "@airssys/backend";

/** One master key of a host. */
export interface MasterKey {
  /** Its number, 0 to 4 294 967 295. Sealed bytes contain it, so it must never change for a key. */
  readonly number: number;
  /** 32 bytes from a cryptographic random source, such as `crypto.getRandomValues`. They are copied. */
  readonly bytes: Uint8Array;
}

/**
 * The master keys with which a host seals and opens.
 *
 * To rotate keys, add the new key on every host, then make it the `newest` on every host. Remove an old key once
 * nothing that it sealed is needed any more.
 */
export interface KeyRing {
  /** Every key with which bytes may have been sealed that must still open. */
  readonly keys: readonly MasterKey[];
  /** Number of the key that seals new bytes. */
  readonly newest: number;
}

const KEY_BYTES = 32;
const NUMBER_MAX = 0xffff_ffff;

/**
 * Checks a key ring and returns copies of its keys, by number.
 *
 * @throws RangeError for a ring without keys, a number that is not a u32 or is used twice, a key that is not 32 bytes
 * long or is all zeros, or a `newest` that is none of the keys.
 * @throws TypeError for a key that is not a `Uint8Array`.
 */
export function requireMasterKeys({ keys, newest }: KeyRing): ReadonlyMap<number, Bytes> {
  const byNumber = new Map<number, Bytes>();
  for (const key of keys) {
    requireMasterKey(key);
    if (byNumber.has(key.number)) throw new RangeError(`"keyRing.keys" has more than one key ${key.number}`);
    byNumber.set(key.number, new Uint8Array(key.bytes));
  }
  if (byNumber.size === 0) throw new RangeError('"keyRing.keys" must hold at least one key');
  if (!byNumber.has(newest))
    throw new RangeError(`"keyRing.newest" expected the number of one of the keys, got ${newest}`);
  return byNumber;
}

/** Its messages never contain key bytes. */
function requireMasterKey({ number, bytes }: MasterKey): void {
  if (!(Number.isInteger(number) && number >= 0 && number <= NUMBER_MAX))
    throw new RangeError(`the number of a master key expected a whole number from 0 to ${NUMBER_MAX}, got ${number}`);
  if (Object.prototype.toString.call(bytes) !== "[object Uint8Array]")
    throw new TypeError(`master key ${number} expected a Uint8Array, got ${typeof bytes}`);
  if (bytes.length !== KEY_BYTES)
    throw new RangeError(`master key ${number} expected ${KEY_BYTES} bytes, got ${bytes.length}`);
  if (bytes.every((byte) => byte === 0))
    throw new RangeError(`master key ${number} expected random bytes, got only zeros`);
}
