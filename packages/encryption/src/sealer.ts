import { StorageError } from "@airssys/protocol";
import type { ByteStorage, KeyRange } from "@airssys/storage";
import type { Cipher } from "./cipher.ts";
import { EncryptionError } from "./encryption-error.ts";
import { associatedData, HEADER_BYTES, type Header, joinEnvelope, splitEnvelope } from "./envelope.ts";
import { clearNames, type Names } from "./names.ts";
import { joined, splitText, textBytes } from "./text-bytes.ts";

/** What values are bound to and opened with, beyond the cipher that seals them. */
export interface EncryptionOptions {
  /** Ciphers that sealed earlier, of other algorithms: what they made opens as well, and `reencrypt` replaces it. */
  readonly olderCiphers?: readonly Cipher[];
  /** How keys are stored. As they are, unless given: `blindedNames` hides them. */
  readonly names?: Names;
  /**
   * A text that sealed values are bound to, such as the id of the component: they open only with the same. It tells components apart that have the
   * same key and a namespace each; a host's cipher does that by itself. Empty unless given.
   */
  readonly context?: string;
}

/** A value with its key. */
export interface OpenedValue {
  readonly key: string;
  readonly value: Uint8Array;
}

/** Makes stored values of values in one namespace, and the other way round. */
export class Sealer {
  readonly names: Names;
  readonly #namespace: string | undefined;
  readonly #context: string;
  readonly #cipher: Cipher;
  readonly #ciphers: ReadonlyMap<number, Cipher>;

  constructor({ namespace }: Pick<ByteStorage, "namespace">, cipher: Cipher, options: EncryptionOptions) {
    this.names = options.names ?? clearNames;
    this.#namespace = namespace;
    this.#context = options.context ?? "";
    this.#cipher = cipher;
    this.#ciphers = byAlgorithm([cipher, ...(options.olderCiphers ?? [])]);
  }

  storedKey(key: string): string {
    return this.names.storedKey(key, { namespace: this.#namespace, context: this.#context });
  }

  storedRange(range: KeyRange): KeyRange {
    return this.names.storedRange(range);
  }

  /** Seals the value of a key. */
  seal(key: string, value: Uint8Array): Uint8Array {
    const header: Header = { isNamed: this.names.areBlinded, algorithm: this.#cipher.algorithm };
    const content = header.isNamed ? joined(textBytes(key), value) : value;
    const sealed = this.#cipher.seal(content, this.#placeOf(header, this.storedKey(key)));
    return joinEnvelope({ ...header, sealed });
  }

  /** Opens what is stored under a stored key. Throws an `EncryptionError`. */
  open(storedKey: string, stored: Uint8Array): OpenedValue {
    const envelope = splitEnvelope(stored);
    if (envelope === undefined || envelope.isNamed !== this.names.areBlinded) throw notSealed(storedKey);
    const content = this.#opened(storedKey, envelope);
    if (!envelope.isNamed) return { key: storedKey, value: content };
    const named = splitText(content);
    if (named === undefined) throw notSealed(storedKey);
    return { key: named.text, value: named.rest };
  }

  /** The number of the newest key, to be compared with in {@link isNewest}. */
  newestKey(): number {
    return this.#cipher.newestKey(this.#namespace);
  }

  /** Whether a stored value is sealed with the newest key; `undefined` if it is no sealed value of this kind. */
  isNewest(stored: Uint8Array, newestKey: number): boolean | undefined {
    const envelope = splitEnvelope(stored);
    if (envelope === undefined || envelope.isNamed !== this.names.areBlinded) return undefined;
    return envelope.algorithm === this.#cipher.algorithm && this.#cipher.keyOf(envelope.sealed) === newestKey;
  }

  /** Does something with the sealed values of some keys. A limit for values is told as it is for what can be sealed. */
  withRoomFor<Answer>(keys: readonly string[], act: () => Answer): Answer {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof StorageError) || error.payload.tag !== "value-too-large") throw error;
      const val = error.payload.val - BigInt(Math.max(0, ...keys.map((key) => this.#bytesAdded(key))));
      throw new StorageError({ tag: "value-too-large", val: val < 0n ? 0n : val }, { cause: error });
    }
  }

  #opened(storedKey: string, envelope: Header & { readonly sealed: Uint8Array }): Uint8Array {
    const cipher = this.#ciphers.get(envelope.algorithm);
    try {
      if (cipher) return cipher.open(envelope.sealed, this.#placeOf(envelope, storedKey));
    } catch (error) {
      throw error instanceof EncryptionError ? atKey(error, storedKey) : error;
    }
    const problem = `it is sealed with algorithm ${envelope.algorithm}, for which there is no cipher here`;
    throw new EncryptionError("unknown-algorithm", problem, { key: storedKey });
  }

  #placeOf(header: Header, storedKey: string) {
    const address = { context: this.#context, namespace: this.#namespace, storedKey };
    return { namespace: this.#namespace, associatedData: associatedData(header, address) };
  }

  #bytesAdded(key: string): number {
    const named = this.names.areBlinded ? textBytes(key).length : 0;
    return HEADER_BYTES + this.#cipher.bytesAdded + named;
  }
}

function byAlgorithm(ciphers: readonly Cipher[]): ReadonlyMap<number, Cipher> {
  const found = new Map<number, Cipher>();
  for (const cipher of ciphers) {
    if (found.has(cipher.algorithm))
      throw new RangeError(
        `"olderCiphers" expected ciphers of other algorithms, got another one of ${cipher.algorithm}`,
      );
    found.set(cipher.algorithm, cipher);
  }
  return found;
}

function notSealed(key: string): EncryptionError {
  return new EncryptionError("not-sealed", "it is no sealed value of this kind", { key });
}

function atKey(error: EncryptionError, key: string): EncryptionError {
  return new EncryptionError(error.fault, error.problem, { key });
}
