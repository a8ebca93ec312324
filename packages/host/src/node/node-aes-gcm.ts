import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Bytes } from "@airssys/backend";
import type { AesGcm } from "../cipher/sealing-cipher.ts";

const ALGORITHM = "aes-256-gcm";
const TAG_BYTES = 16;

/** AES-256-GCM through OpenSSL. */
export const nodeAesGcm: AesGcm<"sync", Bytes> = {
  mode: "sync",

  importKey(bytes) {
    return bytes;
  },

  encrypt(key, nonce, plaintext, additional) {
    const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(additional);
    const body = new Uint8Array(plaintext.length + TAG_BYTES);
    body.set(cipher.update(plaintext));
    cipher.final(); // required; returns no bytes in GCM
    body.set(cipher.getAuthTag(), plaintext.length);
    return body;
  },

  decrypt(key, nonce, body, additional) {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    const length = body.length - TAG_BYTES;
    decipher.setAAD(additional);
    decipher.setAuthTag(body.subarray(length));
    const plaintext = new Uint8Array(decipher.update(body.subarray(0, length)));
    return isTagValid(() => decipher.final()) ? plaintext : undefined;
  },
};

/** Tells whether the tag matches. In GCM `decipher.final()` throws only if it does not. */
function isTagValid(final: () => unknown): boolean {
  try {
    final();
    return true;
  } catch {
    return false;
  }
}
