import type { KeyRing } from "@airssys/protocol";
import { aesGcmAead } from "./ciphers/aes-gcm-aead.ts";
import type { Cipher } from "./ciphers/cipher.ts";
import { OwnCipher } from "./ciphers/own-cipher.ts";

export type { CipherKey, KeyRing } from "@airssys/protocol";
export type { Cipher, Place } from "./ciphers/cipher.ts";

/**
 * Seals values with AES-256-GCM inside of the component, for hosts without a cipher or with a key that the host must
 * not know. Nonces are random, so at most 2^32 values may be sealed with one key; `xchacha20Poly1305` has no such limit
 * and is faster in components.
 *
 * A key that the top level of a module knows is part of the `.wasm` file: take it as an argument of an export.
 *
 * @throws RangeError for a key ring without its newest key, with a number that is no u32 or is there twice, or a key
 * that is not 32 bytes long or all zeros.
 * @throws TypeError for a key that is no `Uint8Array`.
 *
 * @example
 * ```ts
 * import { EncryptedStorage } from "@airssys/encryption";
 * import { aesGcm } from "@airssys/encryption/aes-gcm";
 *
 * function openLetters(key: Uint8Array): EncryptedStorage<string> {
 *   return new EncryptedStorage({ cipher: aesGcm({ keys: [{ number: 1, bytes: key }], newest: 1 }) });
 * }
 * ```
 */
export function aesGcm(keyRing: KeyRing): Cipher {
  return new OwnCipher(aesGcmAead, keyRing);
}
