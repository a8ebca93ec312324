import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { Aead } from "./own-cipher.ts";

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha). */
export const xchacha20Poly1305Aead: Aead = {
  algorithm: 0x03,
  nonceBytes: 24,

  encrypt(key, nonce, plaintext, additional) {
    return xchacha20poly1305(key, nonce, additional).encrypt(plaintext);
  },

  decrypt(key, nonce, body, additional) {
    try {
      return xchacha20poly1305(key, nonce, additional).decrypt(body);
    } catch {
      return undefined; // lengths are right by now, so it is the tag
    }
  },
};
