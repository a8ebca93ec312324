import type { Answer, Bytes, Mode } from "@airssys/backend";
import { isThenable, type KeyRing, keysByNumber } from "@airssys/protocol";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Cipher, SealContext } from "./cipher.ts";
import { LruCache } from "./lru-cache.ts";
import { additionalData, createNonce, derivationInfo, joinSealed, splitSealed } from "./sealed-bytes.ts";

/** A platform's AES-256-GCM with a tag of 16 bytes. */
export interface AesGcm<M extends Mode, Key> {
  readonly mode: M;
  /** Converts a key of 32 bytes to the form that the platform takes. */
  importKey(bytes: Bytes): Key;
  /** Returns the ciphertext followed by the tag. */
  encrypt(key: Key, nonce: Bytes, plaintext: Bytes, additional: Bytes): Answer<M, Bytes>;
  /** Takes the ciphertext followed by the tag. Returns `undefined` if the tag does not match. */
  decrypt(key: Key, nonce: Bytes, body: Bytes, additional: Bytes): Answer<M, Bytes | undefined>;
}

/** Size of the cache of derived keys. Deriving a key again takes microseconds. */
const CACHED_KEYS_MAX = 1_000;

const DERIVED_BYTES = 32;

/** Implements the contract's cipher over a platform's AES-256-GCM. */
export class SealingCipher<M extends Mode, Key> implements Cipher<M> {
  readonly mode: M;
  readonly #aes: AesGcm<M, Key>;
  readonly #masterKeys: ReadonlyMap<number, Bytes>;
  readonly #newest: number;
  readonly #keys = new LruCache<Key>(CACHED_KEYS_MAX);

  /** @throws RangeError, TypeError for an invalid key ring */
  constructor(aes: AesGcm<M, Key>, keyRing: KeyRing) {
    this.mode = aes.mode;
    this.#aes = aes;
    this.#masterKeys = keysByNumber(keyRing);
    this.#newest = keyRing.newest;
  }

  seal(plaintext: Bytes, context: SealContext): Answer<M, Bytes> {
    const keyNumber = this.#newest;
    const nonce = createNonce();
    const key = this.#key(keyNumber, context) as Key; // the constructor has checked that the newest key exists
    const answer = this.#aes.encrypt(key, nonce, plaintext, additionalData(keyNumber, context));
    const join = (body: Bytes) => joinSealed({ keyNumber, nonce, body });
    return (isThenable(answer) ? (answer as PromiseLike<Bytes>).then(join) : join(answer as Bytes)) as Answer<M, Bytes>;
  }

  open(sealed: Bytes, context: SealContext): Answer<M, Bytes | undefined> {
    const parts = splitSealed(sealed);
    const key = parts && this.#key(parts.keyNumber, context);
    if (parts === undefined || key === undefined) return this.#answerUndefined();
    return this.#aes.decrypt(key, parts.nonce, parts.body, additionalData(parts.keyNumber, context));
  }

  /**
   * Derives the key of a name in a namespace from a master key. Returns `undefined` if the master key is not known.
   */
  #key(keyNumber: number, context: SealContext): Key | undefined {
    const masterKey = this.#masterKeys.get(keyNumber);
    if (masterKey === undefined) return undefined;
    const name = JSON.stringify([keyNumber, context.namespace, context.keyName]);
    return this.#keys.get(name, () => {
      return this.#aes.importKey(hkdf(sha256, masterKey, undefined, derivationInfo(context), DERIVED_BYTES));
    });
  }

  #answerUndefined(): Answer<M, undefined> {
    return (this.mode === "async" ? Promise.resolve(undefined) : undefined) as Answer<M, undefined>;
  }
}
