import type { Aead } from "./own-cipher.ts";

/** A cipher of `@noble/ciphers`, made for one key, nonce and additional data. */
type NobleCipher = (
  key: Uint8Array,
  nonce: Uint8Array,
  additional: Uint8Array,
) => { encrypt(plaintext: Uint8Array): Uint8Array; decrypt(body: Uint8Array): Uint8Array };

/**
 * An algorithm of `@noble/ciphers`. What it throws when it opens is that the bytes are not what was sealed: lengths are
 * right by then.
 */
export function nobleAead(algorithm: number, nonceBytes: number, cipher: NobleCipher): Aead {
  return {
    algorithm,
    nonceBytes,

    encrypt(key, nonce, plaintext, additional) {
      return cipher(key, nonce, additional).encrypt(plaintext);
    },

    decrypt(key, nonce, body, additional) {
      try {
        return cipher(key, nonce, additional).decrypt(body);
      } catch {
        return undefined;
      }
    },
  };
}
