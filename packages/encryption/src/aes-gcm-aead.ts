import { gcm } from "@noble/ciphers/aes.js";
import type { Aead } from "./own-cipher.ts";

/** AES-256-GCM (NIST SP 800-38D). */
export const aesGcmAead: Aead = {
  algorithm: 0x02,
  nonceBytes: 12,

  encrypt(key, nonce, plaintext, additional) {
    return gcm(key, nonce, additional).encrypt(plaintext);
  },

  decrypt(key, nonce, body, additional) {
    try {
      return gcm(key, nonce, additional).decrypt(body);
    } catch {
      return undefined; // lengths are right by now, so it is the tag
    }
  },
};
