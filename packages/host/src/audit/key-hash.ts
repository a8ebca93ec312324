import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, randomBytes } from "@noble/hashes/utils.js";

/** Stands for a key, or a prefix, in a namespace. */
export type KeyHash = (namespace: string, key: string) => string;

/**
 * HMAC-SHA-256 over the namespace, a zero byte and the key, of which the first 16 bytes are given in hexadecimal. Keys
 * are often short or guessable, so a hash without a secret would tell them to whoever tries; with one it tells only
 * which are the same.
 *
 * @param secret at least 16 bytes. Default: random, so that nobody can compare, nor guess, beyond the life of this
 * host.
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
