import type { Bytes } from "@airssys/backend";

/** One master key of a host. */
export interface MasterKey {
  /** Its number, 0 to 4 294 967 295. Sealed bytes name it, so it stays with the key for good. */
  readonly number: number;
  /** 32 bytes of a source that nobody can guess, such as `crypto.getRandomValues`. They are copied. */
  readonly bytes: Uint8Array;
}

/**
 * The master keys that a host seals and opens with.
 *
 * To rotate, give every host the new key, then make it the `newest` everywhere; leave an old key out once nothing that
 * it sealed is needed any more.
 */
export interface KeyRing {
  /** Every key that may have sealed what is to be opened. */
  readonly keys: readonly MasterKey[];
  /** The number of the one that seals. */
  readonly newest: number;
}

const KEY_BYTES = 32;
const NUMBER_MAX = 0xffff_ffff;

/** The host's own copies of master keys, by number. @throws RangeError, TypeError */
export function masterKeys({ keys, newest }: KeyRing): ReadonlyMap<number, Bytes> {
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

/** Says nothing of the bytes. */
function requireMasterKey({ number, bytes }: MasterKey): void {
  if (!(Number.isInteger(number) && number >= 0 && number <= NUMBER_MAX))
    throw new RangeError(`the number of a master key expected a whole number from 0 to ${NUMBER_MAX}, got ${number}`);
  if (Object.prototype.toString.call(bytes) !== "[object Uint8Array]")
    throw new TypeError(`master key ${number} expected a Uint8Array, got ${typeof bytes}`);
  if (bytes.length !== KEY_BYTES)
    throw new RangeError(`master key ${number} expected ${KEY_BYTES} bytes, got ${bytes.length}`);
  if (bytes.every((byte) => byte === 0))
    throw new RangeError(`master key ${number} holds nothing but zeros, as if it had not been filled`);
}
