import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, randomBytes } from "@noble/hashes/utils.js";

/** Returns the hash of a key, or a prefix, in a namespace. */
export type KeyHash = (namespace: string, key: string) => string;

/**
 * Creates a keyed hash: the first 16 bytes, in hexadecimal, of HMAC-SHA-256 (RFC 2104) over the namespace, a zero byte
 * and the key. Keys are often short or guessable, so a hash without a secret could be reversed by trying keys. With a
 * secret it shows only which keys are equal.
 *
 * @param secret at least 16 bytes. Default: random, so that hashes cannot be compared or guessed beyond the life of
 * this host.
 * @throws RangeError for a shorter secret.
 */
export function keyHash(secret: Uint8Array = randomBytes(SECRET_BYTES)): KeyHash {
  if (secret.length < SECRET_BYTES_MIN) {
    throw new RangeError(`"hashSecret" expected at least ${SECRET_BYTES_MIN} bytes, got ${secret.length}`);
  }
  const keyed = hmac.create(sha256, secret);
  const encoder = new TextEncoder();
  return (namespace, key) => {
    const digest = keyed
      .clone()
      .update(encoder.encode(`${namespace}\0${key}`))
      .digest();
    return bytesToHex(digest.subarray(0, HASH_BYTES));
  };
}

const SECRET_BYTES = 32;
const SECRET_BYTES_MIN = 16;
const HASH_BYTES = 16;
