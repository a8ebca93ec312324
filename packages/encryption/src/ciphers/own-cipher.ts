/**
 * What ciphers inside of the component make of a value.
 *
 * ```
 * sealed          = key-id nonce ciphertext tag
 * key-id          = 4 bytes: the number of the key, most significant byte first
 * nonce           = random: 12 bytes for AES-256-GCM, 24 for XChaCha20-Poly1305
 * ciphertext      = as long as the value
 * tag             = 16 bytes
 * additional-data = associated-data key-id
 * ```
 */

import { type KeyRing, keysByNumber } from "@airssys/protocol";
import { joined, u32At, u32Bytes } from "../bytes/text-bytes.ts";
import { EncryptionError } from "../errors/encryption-error.ts";
import { refused } from "../errors/refused.ts";
import type { Cipher, Place } from "./cipher.ts";
import { Randomness } from "./randomness.ts";

/** An algorithm that seals and vouches, with keys of 32 bytes and tags of 16. */
export interface Aead {
  /** Its number in sealed values. */
  readonly algorithm: number;
  readonly nonceBytes: number;
  /** Answers the ciphertext and the tag after it. */
  encrypt(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, additional: Uint8Array): Uint8Array;
  /** Takes the ciphertext and the tag after it; `undefined` if the tag does not vouch for the rest. */
  decrypt(key: Uint8Array, nonce: Uint8Array, body: Uint8Array, additional: Uint8Array): Uint8Array | undefined;
}

const NUMBER_BYTES = 4;
const TAG_BYTES = 16;

/** A cipher with keys that the component has itself. @throws RangeError, TypeError for a key ring that breaks a rule */
export class OwnCipher implements Cipher {
  readonly algorithm: number;
  readonly addedBytes: number;
  readonly #aead: Aead;
  readonly #keys: ReadonlyMap<number, Uint8Array>;
  readonly #newest: number;
  readonly #randomness = new Randomness();

  constructor(aead: Aead, keyRing: KeyRing) {
    this.algorithm = aead.algorithm;
    this.addedBytes = NUMBER_BYTES + aead.nonceBytes + TAG_BYTES;
    this.#aead = aead;
    this.#keys = keysByNumber(keyRing);
    this.#newest = keyRing.newest;
  }

  seal(value: Uint8Array, { associatedData }: Place): Uint8Array {
    const number = u32Bytes(this.#newest);
    const nonce = this.#randomness.bytes(this.#aead.nonceBytes);
    const body = this.#aead.encrypt(this.#key(this.#newest), nonce, value, joined(associatedData, number));
    return joined(number, nonce, body);
  }

  open(sealed: Uint8Array, { associatedData }: Place): Uint8Array {
    const number = this.keyOf(sealed);
    if (number === undefined || sealed.length < this.addedBytes) throw refused();
    const nonce = sealed.subarray(NUMBER_BYTES, NUMBER_BYTES + this.#aead.nonceBytes);
    const body = sealed.subarray(NUMBER_BYTES + this.#aead.nonceBytes);
    const additional = joined(associatedData, u32Bytes(number));
    const value = this.#aead.decrypt(this.#key(number), nonce, body, additional);
    if (value === undefined) throw refused();
    return value;
  }

  newestKey(): number {
    return this.#newest;
  }

  keyOf(sealed: Uint8Array): number | undefined {
    return sealed.length < NUMBER_BYTES ? undefined : u32At(sealed, 0);
  }

  #key(number: number): Uint8Array {
    const key = this.#keys.get(number);
    if (key === undefined)
      throw new EncryptionError("unknown-key", `it is sealed with key ${number}, which is not among the keys`);
    return key;
  }
}
