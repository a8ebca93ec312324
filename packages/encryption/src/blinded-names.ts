import { copyOfKey, type KeyRange, keyFault, requireKnownOptions, StorageError } from "@airssys/protocol";

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64Url } from "./bytes/base64-url.ts";
import { textBytes } from "./bytes/text-bytes.ts";

import { EncryptionError } from "./errors/encryption-error.ts";
import type { NameContext, Names } from "./names/names.ts";

export type { NameContext, Names } from "./names/names.ts";

/** How keys are blinded. */
export interface BlindedNamesOptions {
  /**
   * 32 bytes of a source that nobody can guess, used for nothing else. They are copied. There is no rotation: under
   * another key all keys are others.
   */
  readonly key: Uint8Array;
  /** The beginning of the stored keys, to store other things in the same namespace. Default: empty. */
  readonly prefix?: string;
}

/**
 * Stores values under keys that say nothing: 43 characters of HMAC-SHA-256 over the key. Whoever has the blinding key
 * finds a key at once; everybody else sees how many there are. Order and prefixes are lost, so a range must be
 * everything: `keys()`, `scan()` and `count()` work, with a prefix they throw `blinded-names`, and so does going on
 * after the cursor of a `scan`, which is a key. The key is sealed with the value, by which entries are listed.
 *
 *     stored-key = prefix base64url(HMAC-SHA-256(key, text(context) text(namespace) text(key)))
 *
 * @throws RangeError for a key that is not 32 bytes long or all zeros, TypeError for one that is no `Uint8Array`, and
 * for a prefix that is no string.
 *
 * @example
 * ```ts
 * import { EncryptedStorage } from "@airssys/encryption";
 * import { blindedNames } from "@airssys/encryption/blinded-names";
 * import { hostCipher } from "@airssys/encryption/host-cipher";
 *
 * function openPatients(key: Uint8Array): EncryptedStorage<string> {
 *   return new EncryptedStorage({ cipher: hostCipher({ keyName: "patients" }), names: blindedNames({ key }) });
 * }
 * ```
 */
export function blindedNames(options: BlindedNamesOptions): Names {
  requireKnownOptions<BlindedNamesOptions>(options, { key: true, prefix: true });
  const { key, prefix = "" } = options;
  if (typeof prefix !== "string") throw new TypeError(`"prefix" expected a string, got ${typeof prefix}`);
  return new BlindedNames(copyOfKey(key, '"key"'), prefix);
}

class BlindedNames implements Names {
  readonly areBlinded = true;
  readonly prefix: string;
  /** HMAC with the key taken in, which is half of the work. */
  readonly #hmac: ReturnType<typeof hmac.create>;

  constructor(key: Uint8Array, prefix: string) {
    this.#hmac = hmac.create(sha256, key);
    this.prefix = prefix;
  }

  storedKey(key: string, { context, namespace = "" }: NameContext): string {
    checkKey(key);
    const bound = this.#hmac.clone().update(textBytes(context)).update(textBytes(namespace)).update(textBytes(key));
    return this.prefix + base64Url(bound.digest());
  }

  storedRange(range: KeyRange): KeyRange {
    requireKnownOptions<KeyRange>(range, { prefix: true, start: true, end: true, last: true });
    const { prefix = "", start, end, last } = range;
    if (prefix === "" && start === undefined && end === undefined && last === undefined)
      return this.prefix === "" ? {} : { prefix: this.prefix };
    throw new EncryptionError(
      "blinded-names",
      "keys are blinded, so a range can have no bounds and a walk cannot begin at a key",
    );
  }
}

/** Checks what the host cannot see in a blinded key: two keys that are not Unicode could become one. */
function checkKey(key: string): void {
  if (typeof key !== "string")
    throw new TypeError(`"key" expected a string, got ${key === null ? "null" : typeof key}`);
  const fault = keyFault(key);
  if (fault !== undefined) throw new StorageError({ tag: "invalid-key", val: fault });
}
