import type { Answer, Bytes, Mode } from "@airssys/backend";
import { type KeyRing, keysByNumber } from "@airssys/protocol";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Cipher, SealContext } from "./cipher.ts";
import { Recent } from "./recent.ts";
import { additionalData, derivationInfo, joinSealed, newNonce, splitSealed } from "./sealed-bytes.ts";

/** AES-256-GCM with a tag of 16 bytes, as a platform offers it. */
export interface AesGcm<M extends Mode, Key> {
  readonly mode: M;
  /** A key of 32 bytes in the form in which the platform takes it. */
  key(bytes: Bytes): Key;
  /** Answers the ciphertext and the tag after it. */
  encrypt(key: Key, nonce: Bytes, plaintext: Bytes, additional: Bytes): Answer<M, Bytes>;
  /** Takes the ciphertext and the tag after it; `undefined` if the tag does not vouch for the rest. */
  decrypt(key: Key, nonce: Bytes, body: Bytes, additional: Bytes): Answer<M, Bytes | undefined>;
}

/** Most derived keys that are kept for the next time: deriving one takes microseconds. */
const KEYS_KEPT_MAX = 1_000;

const DERIVED_BYTES = 32;

/** The cipher of the contract over a platform's AES-256-GCM. */
export class SealingCipher<M extends Mode, Key> implements Cipher<M> {
  readonly mode: M;
  readonly #aes: AesGcm<M, Key>;
  readonly #masterKeys: ReadonlyMap<number, Bytes>;
  readonly #newest: number;
  readonly #keys = new Recent<Key>(KEYS_KEPT_MAX);

  /** @throws RangeError, TypeError for a key ring that breaks a rule */
  constructor(aes: AesGcm<M, Key>, keyRing: KeyRing) {
    this.mode = aes.mode;
    this.#aes = aes;
    this.#masterKeys = keysByNumber(keyRing);
    this.#newest = keyRing.newest;
  }

  seal(plaintext: Bytes, context: SealContext): Answer<M, Bytes> {
    const keyNumber = this.#newest;
    const nonce = newNonce();
    const key = this.#key(keyNumber, context) as Key; // the key ring has its newest key
    const answer = this.#aes.encrypt(key, nonce, plaintext, additionalData(keyNumber, context));
    const join = (body: Bytes) => joinSealed({ keyNumber, nonce, body });
    return (answer instanceof Promise ? answer.then(join) : join(answer as Bytes)) as Answer<M, Bytes>;
  }

  open(sealed: Bytes, context: SealContext): Answer<M, Bytes | undefined> {
    const parts = splitSealed(sealed);
    const key = parts && this.#key(parts.keyNumber, context);
    if (parts === undefined || key === undefined) return this.#nothing();
    return this.#aes.decrypt(key, parts.nonce, parts.body, additionalData(parts.keyNumber, context));
  }

  /** The key of a name in a namespace, derived from a master key; `undefined` if that is not known. */
  #key(keyNumber: number, context: SealContext): Key | undefined {
    const masterKey = this.#masterKeys.get(keyNumber);
    if (masterKey === undefined) return undefined;
    const name = JSON.stringify([keyNumber, context.namespace, context.keyName]);
    return this.#keys.get(name, () => {
      return this.#aes.key(hkdf(sha256, masterKey, undefined, derivationInfo(context), DERIVED_BYTES));
    });
  }

  #nothing(): Answer<M, undefined> {
    return (this.mode === "async" ? Promise.resolve(undefined) : undefined) as Answer<M, undefined>;
  }
}
