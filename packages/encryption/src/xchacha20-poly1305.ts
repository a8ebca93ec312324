import type { KeyRing } from "@airssys/protocol";
import type { Cipher } from "./ciphers/cipher.ts";
import { OwnCipher } from "./ciphers/own-cipher.ts";
import { xchacha20Poly1305Aead } from "./ciphers/xchacha20-poly1305-aead.ts";

export type { CipherKey, KeyRing } from "@airssys/protocol";
export type { Cipher, Place } from "./ciphers/cipher.ts";

/**
 * Seals values with XChaCha20-Poly1305 inside of the component, for hosts without a cipher or with a key that the host
 * must not know. Its nonces are so long that random ones never meet.
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
 * import { xchacha20Poly1305 } from "@airssys/encryption/xchacha20-poly1305";
 *
 * function openLetters(key: Uint8Array): EncryptedStorage<string> {
 *   return new EncryptedStorage({ cipher: xchacha20Poly1305({ keys: [{ number: 1, bytes: key }], newest: 1 }) });
 * }
 * ```
 */
export function xchacha20Poly1305(keyRing: KeyRing): Cipher {
  return new OwnCipher(xchacha20Poly1305Aead, keyRing);
}
