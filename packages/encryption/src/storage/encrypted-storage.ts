import { type OptionNames, rangeUnder, requireKnownOptions } from "@airssys/protocol";
import { hostStorage, Storage, type StorageOptions } from "@airssys/storage";
import type { Cipher } from "../ciphers/cipher.ts";
import type { Reencrypted, ReencryptOptions } from "../sealing/reencrypt.ts";
import { ENCRYPTION_OPTIONS, type EncryptionOptions } from "../sealing/sealer.ts";
import { EncryptedBytes } from "./encrypted-bytes.ts";

/** Options of an `EncryptedStorage`: those of `Storage`, and a cipher. */
export interface EncryptedStorageOptions<T> extends StorageOptions<T>, EncryptionOptions {
  /** Seals and opens the values. */
  readonly cipher: Cipher;
}

const OPTIONS: OptionNames<EncryptedStorageOptions<unknown>> = {
  codec: true,
  byteStorage: true,
  writeBack: true,
  prefix: true,
  cipher: true,
  ...ENCRYPTION_OPTIONS,
};

/**
 * A `Storage` with sealed values. It has the same methods; {@link EncryptedBytes} lists what differs. With a `prefix`,
 * a value is bound to its whole key, prefix included.
 *
 * @throws StorageError `invalid-argument` for an unknown option.
 * @throws RangeError for two ciphers of one algorithm and for a context with a lone surrogate.
 * @throws TypeError for a context that is no string.
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
    requireKnownOptions<EncryptedStorageOptions<T>>(options, OPTIONS);
    const { byteStorage = hostStorage, cipher, olderCiphers, names, context, ...storageOptions } = options;
    const bytes = new EncryptedBytes(byteStorage, cipher, { olderCiphers, names, context });
    super({ ...storageOptions, byteStorage: bytes });
    this.#bytes = bytes;
    this.#options = options;
  }

  /** Returns the same storage in a shared namespace. Needs `storage-namespaces` and a grant. */
  override namespace(name: string): EncryptedStorage<T> {
    const { byteStorage = hostStorage } = this.#options;
    return new EncryptedStorage({ ...this.#options, byteStorage: byteStorage.shared(name) });
  }

  /**
   * Does one step of sealing all values again that are not sealed with the newest key, as
   * {@link EncryptedBytes.reencrypt} does. With a `prefix`, it looks at the keys behind it.
   */
  reencrypt(options: ReencryptOptions = {}): Reencrypted {
    const { prefix = "" } = this.#options;
    if (prefix === "") return this.#bytes.reencrypt(options);
    return this.#bytes.reencrypt({ ...options, range: rangeUnder(prefix, options.range ?? {}) });
  }
}
