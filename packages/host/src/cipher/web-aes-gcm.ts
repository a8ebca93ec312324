import type { Bytes } from "@airssys/backend";
import type { AesGcm } from "./sealing-cipher.ts";

/** Through WebCrypto. */
export function webAesGcm(subtle: SubtleCrypto): AesGcm<"async", Promise<CryptoKey>> {
  return {
    mode: "async",

    key(bytes) {
      return subtle.importKey("raw", plain(bytes), "AES-GCM", false, ["encrypt", "decrypt"]);
    },

    async encrypt(key, nonce, plaintext, additional) {
      return new Uint8Array(await subtle.encrypt(parameters(nonce, additional), await key, plain(plaintext)));
    },

    async decrypt(key, nonce, body, additional) {
      try {
        return new Uint8Array(await subtle.decrypt(parameters(nonce, additional), await key, plain(body)));
      } catch (cause) {
        if (isRefusal(cause)) return undefined;
        throw cause;
      }
    },
  };
}

function parameters(nonce: Bytes, additional: Bytes): AesGcmParams {
  return { name: "AES-GCM", iv: plain(nonce), additionalData: plain(additional), tagLength: 128 };
}

/** WebCrypto takes no shared memory, and nobody here has any. */
function plain(bytes: Bytes): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

/** Whether it is what WebCrypto says when the tag is wrong. */
function isRefusal(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "OperationError";
}
