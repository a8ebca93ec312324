import type { Bytes } from "@airssys/backend";
import type { AesGcm } from "./sealing-cipher.ts";

/** AES-256-GCM through WebCrypto. */
export function webAesGcm(subtle: SubtleCrypto): AesGcm<"async", Promise<CryptoKey>> {
  return {
    mode: "async",

    importKey(bytes) {
      return subtle.importKey("raw", unshared(bytes), "AES-GCM", false, ["encrypt", "decrypt"]);
    },

    async encrypt(key, nonce, plaintext, additional) {
      return new Uint8Array(await subtle.encrypt(parameters(nonce, additional), await key, unshared(plaintext)));
    },

    async decrypt(key, nonce, body, additional) {
      try {
        return new Uint8Array(await subtle.decrypt(parameters(nonce, additional), await key, unshared(body)));
      } catch (cause) {
        if (isTagMismatch(cause)) return undefined;
        throw cause;
      }
    },
  };
}

function parameters(nonce: Bytes, additional: Bytes): AesGcmParams {
  return { name: "AES-GCM", iv: unshared(nonce), additionalData: unshared(additional), tagLength: 128 };
}

/** Narrows the type: WebCrypto takes no shared memory, and no bytes here are shared. */
function unshared(bytes: Bytes): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

/** Tells whether this is the error that WebCrypto rejects with when the tag does not match. */
function isTagMismatch(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "OperationError";
}
