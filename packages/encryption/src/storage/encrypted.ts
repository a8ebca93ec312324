import type { ByteStorage } from "@airssys/storage";
import type { Cipher } from "../ciphers/cipher.ts";
import type { EncryptionOptions } from "../sealing/sealer.ts";
import { EncryptedBytes } from "./encrypted-bytes.ts";

/**
 * The same storage of bytes with sealed values: whatever is built over it, `Storage` and every collection, is
 * encrypted.
 *
 * Each value is sealed for its namespace and its key. One that was altered, cut, put in the place of another or taken
 * from another namespace is an `EncryptionError` when it is read. An older value of the same key, put back, opens: that
 * cannot be noticed. Whoever sees the store still sees keys (unless they are blinded), lengths, versions and expiry.
 *
 * @throws RangeError for two ciphers of one algorithm and for a context with a lone surrogate, TypeError for one that
 * is no string.
 *
 * @example
 * ```ts
 * import { encrypted } from "@airssys/encryption";
 * import { hostCipher } from "@airssys/encryption/host-cipher";
 * import { hostStorage, Storage } from "@airssys/storage";
 *
 * const sealed = encrypted(hostStorage, hostCipher({ keyName: "notes" }));
 * const notes = new Storage<string>({ byteStorage: sealed });
 * ```
 */
export function encrypted(byteStorage: ByteStorage, cipher: Cipher, options: EncryptionOptions = {}): EncryptedBytes {
  return new EncryptedBytes(byteStorage, cipher, options);
}
