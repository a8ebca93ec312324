import { hostStorage, Storage, type StorageOptions } from "@airssys/storage";
import type { Cipher } from "../ciphers/cipher.ts";
import type { Reencrypted, ReencryptOptions } from "../sealing/reencrypt.ts";
import type { EncryptionOptions } from "../sealing/sealer.ts";
import { EncryptedBytes } from "./encrypted-bytes.ts";

/** How an `EncryptedStorage` is set up: the options of `Storage`, and a cipher. */
export interface EncryptedStorageOptions<T> extends StorageOptions<T>, EncryptionOptions {
  /** What seals the values. */
  readonly cipher: Cipher;
}

/**
 * `Storage` whose values are sealed: the same methods, and what differs is told at {@link EncryptedBytes}.
 *
 * @throws RangeError for two ciphers of one algorithm and for a context with a lone surrogate, TypeError for one that
 * is no string.
 *
 * @example
 * ```ts
 * import { EncryptedStorage } from "@airssys/encryption";
 * import { hostCipher } from "@airssys/encryption/host-cipher";
 *
 * const letters = new EncryptedStorage<string>({ cipher: hostCipher({ keyName: "letters" }) });
 * letters.set("ada", "Dear Charles");
 * letters.get("ada"); // "Dear Charles"
 * ```
 */
export class EncryptedStorage<T = unknown> extends Storage<T> {
  readonly #bytes: EncryptedBytes;
  readonly #options: EncryptedStorageOptions<T>;

  constructor(options: EncryptedStorageOptions<T>) {
    const bytes = new EncryptedBytes(options.byteStorage ?? hostStorage, options.cipher, options);
    super({ ...options, byteStorage: bytes });
    this.#bytes = bytes;
    this.#options = options;
  }

  /** The same storage in a shared namespace, with the same cipher. Needs `storage-namespaces`, and a grant for it. */
  override namespace(name: string): EncryptedStorage<T> {
    return new EncryptedStorage({
      ...this.#options,
      byteStorage: (this.#options.byteStorage ?? hostStorage).shared(name),
    });
  }

  /**
   * One step of sealing anew whatever is not sealed with the newest key, as {@link EncryptedBytes.reencrypt} does it.
   */
  reencrypt(options?: ReencryptOptions): Reencrypted {
    return this.#bytes.reencrypt(options);
  }
}
