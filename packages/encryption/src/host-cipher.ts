import { requireKnownOptions, StorageError } from "@airssys/protocol";
import { openBytes, sealBytes } from "./binding/cipher.ts";
import { u32At } from "./bytes/text-bytes.ts";
import type { Cipher, Place } from "./ciphers/cipher.ts";
import { refused } from "./errors/refused.ts";

export type { Cipher, Place } from "./ciphers/cipher.ts";

/** Which key of the host seals. */
export interface HostCipherOptions {
  /**
   * A name of the component's choice, which obeys the rules for keys. The host has a key of its own for each name and
   * namespace.
   */
  readonly keyName: string;
}

/**
 * Seals values with AES-256-GCM by the host, with keys that never enter the component and that the host rotates. Needs
 * `storage-cipher`, and `storage-namespaces` for shared namespaces, where the host has keys that every component with a
 * grant for the namespace uses.
 *
 * Nothing is asked of the host before the first value.
 *
 * @throws TypeError for a key name that is no string.
 *
 * @example
 * ```ts
 * import { EncryptedStorage } from "@airssys/encryption";
 * import { hostCipher } from "@airssys/encryption/host-cipher";
 *
 * const letters = new EncryptedStorage<string>({ cipher: hostCipher({ keyName: "letters" }) });
 *
 * function keep(name: string, text: string): void {
 *   letters.set(name, text);
 * }
 * ```
 */
export function hostCipher(options: HostCipherOptions): Cipher {
  requireKnownOptions<HostCipherOptions>(options, { keyName: true });
  const { keyName } = options;
  if (typeof keyName !== "string") throw new TypeError(`"keyName" expected a string, got ${typeof keyName}`);
  return new HostCipher(keyName);
}

/**
 * What the host answers: a format of 1 byte, the number of the master key in 4, a nonce of 12, the ciphertext, and a
 * tag of 16.
 */
const BYTES_ADDED = 33;
const NUMBER_OFFSET = 1;
const NOTHING = new Uint8Array();

class HostCipher implements Cipher {
  readonly algorithm = 0x01;
  readonly addedBytes = BYTES_ADDED;
  readonly #keyName: string;

  constructor(keyName: string) {
    this.#keyName = keyName;
  }

  seal(value: Uint8Array, { namespace, associatedData }: Place): Uint8Array {
    return sealBytes(this.#keyName, value, associatedData, namespace);
  }

  open(sealed: Uint8Array, { namespace, associatedData }: Place): Uint8Array {
    try {
      return openBytes(this.#keyName, sealed, associatedData, namespace);
    } catch (error) {
      throw error instanceof StorageError && error.code === "invalid-argument" ? refused() : error;
    }
  }

  /** Nobody but the host knows: what it seals now says it. */
  newestKey(namespace: string | undefined): number {
    return u32At(sealBytes(this.#keyName, NOTHING, NOTHING, namespace), NUMBER_OFFSET);
  }

  keyOf(sealed: Uint8Array): number | undefined {
    return sealed.length < BYTES_ADDED ? undefined : u32At(sealed, NUMBER_OFFSET);
  }
}
