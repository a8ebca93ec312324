/** Where a value belongs. It opens nowhere else. */
export interface Place {
  /** The shared namespace that it is in, or `undefined` for the component's own. */
  readonly namespace: string | undefined;
  /** The associated data, which the tag covers beside the value: it contains the key. */
  readonly associatedData: Uint8Array;
}

/**
 * What seals values and opens them: `hostCipher`, `aesGcm`, `xchacha20Poly1305`, or one of your own.
 *
 * A cipher seals with its newest key and opens with every key that it has. `seal` answers something else each time,
 * from which nobody without the key learns more than the length of the value.
 */
export interface Cipher {
  /** The number of the algorithm in sealed values, 1 to 255. Numbers below 128 are those of this package. */
  readonly algorithm: number;
  /** Bytes by which the sealed form is longer than the value. */
  readonly addedBytes: number;

  /** Seals a value with the newest key. Throws an `EncryptionError` with `no-randomness` where there is none. */
  seal(value: Uint8Array, place: Place): Uint8Array;

  /** Opens what `seal` answered for the same place. Throws an `EncryptionError` with `refused` or `unknown-key`. */
  open(sealed: Uint8Array, place: Place): Uint8Array;

  /** The number of the key that `seal` takes at present, in a namespace. */
  newestKey(namespace: string | undefined): number;

  /** The number of the key that something was sealed with, as it says itself; `undefined` if it says nothing. */
  keyOf(sealed: Uint8Array): number | undefined;
}
