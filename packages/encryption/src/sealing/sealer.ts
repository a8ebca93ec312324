import { type KeyRange, type OptionNames, requireKnownOptions, StorageError, type Walk } from "@airssys/protocol";
import type { ByteStorage } from "@airssys/storage";
import {
  associatedData,
  associatedDataBefore,
  type Envelope,
  HEADER_BYTES,
  type Home,
  joinEnvelope,
  splitEnvelope,
} from "../bytes/envelope.ts";
import { joined, splitText, textBytes } from "../bytes/text-bytes.ts";
import type { Cipher, Place } from "../ciphers/cipher.ts";
import { EncryptionError } from "../errors/encryption-error.ts";
import { refused } from "../errors/refused.ts";
import { clearNames, type Names } from "../names/names.ts";

/** Options of a sealer, beside its cipher. */
export interface EncryptionOptions {
  /** Ciphers that sealed earlier, of other algorithms: what they made opens as well, and `reencrypt` replaces it. */
  readonly olderCiphers?: readonly Cipher[] | undefined;
  /** How keys are stored. As they are, unless given: `blindedNames` hides them. */
  readonly names?: Names | undefined;
  /**
   * A text that sealed values are bound to, such as the id of the component: they open only with the same. It tells
   * components apart that have the same key and a namespace each; a host's cipher does that by itself. Empty unless
   * given. One with a lone surrogate is a `RangeError`.
   */
  readonly context?: string | undefined;
}

export const ENCRYPTION_OPTIONS: OptionNames<EncryptionOptions> = { olderCiphers: true, names: true, context: true };

/** A value with its key. */
export interface OpenedValue {
  readonly key: string;
  readonly value: Uint8Array;
}

/** A cipher, and what the tags of its values vouch for up to the stored key. */
interface KnownCipher {
  readonly cipher: Cipher;
  readonly dataBefore: Uint8Array;
}

/** Makes stored values of values in one namespace, and the other way round. */
export class Sealer {
  readonly names: Names;
  readonly #home: Home;
  readonly #cipher: Cipher;
  readonly #known: ReadonlyMap<number, KnownCipher>;

  constructor({ namespace }: Pick<ByteStorage, "namespace">, cipher: Cipher, options: EncryptionOptions) {
    requireKnownOptions<EncryptionOptions>(options, ENCRYPTION_OPTIONS);
    const { names = clearNames, context = "", olderCiphers = [] } = options;
    this.names = names;
    this.#home = { context: checkedContext(context), namespace };
    this.#cipher = cipher;
    this.#known = byAlgorithm([cipher, ...olderCiphers], names.areBlinded, this.#home);
  }

  storedKey(key: string): string {
    return this.names.storedKey(key, this.#home);
  }

  /** Returns the stored keys of a range and walk, or throws an `EncryptionError` with `blinded-names`. */
  storedRange(range: KeyRange, { after }: Walk = {}): KeyRange {
    if (after !== undefined) this.names.storedRange({ start: after });
    return this.names.storedRange(range);
  }

  /** Seals the value of a key, to be stored under its stored key. */
  seal({ key, value }: OpenedValue, storedKey: string): Uint8Array {
    const { algorithm } = this.#cipher;
    const isNamed = this.names.areBlinded;
    const content = isNamed ? joined(textBytes(key), value) : value;
    const { cipher, dataBefore } = this.#known.get(algorithm) as KnownCipher; // where all are
    return joinEnvelope({ isNamed, algorithm, sealed: cipher.seal(content, this.#placeOf(dataBefore, storedKey)) });
  }

  /**
   * Opens what is stored under a stored key, and makes sure that it is the stored key of the key that was sealed with
   * it. Where the key is known already it need not be blinded once more. Throws an `EncryptionError`.
   */
  open(storedKey: string, stored: Uint8Array, knownKey?: string): OpenedValue {
    const envelope = this.#envelopeOf(stored);
    if (envelope === undefined) throw notSealed(storedKey);
    const content = this.#opened(storedKey, envelope);
    if (!envelope.isNamed) return { key: storedKey, value: content };
    const named = splitText(content);
    if (named === undefined) throw notSealed(storedKey);
    const isOwn = named.text === knownKey || this.storedKey(named.text) === storedKey;
    if (!isOwn) throw atKey(refused(), storedKey); // it was stored under another blinding key
    return { key: named.text, value: named.rest };
  }

  /** The number of the newest key, to be compared with in {@link isNewest}. */
  newestKey(): number {
    return this.#cipher.newestKey(this.#home.namespace);
  }

  /** Whether a stored value says that it is sealed with the newest key. Only opening it tells whether that is true. */
  isNewest(stored: Uint8Array, newestKey: number): boolean {
    const envelope = this.#envelopeOf(stored);
    if (envelope === undefined) return false;
    return envelope.algorithm === this.#cipher.algorithm && this.#cipher.keyOf(envelope.sealed) === newestKey;
  }

  /** Does something with the sealed values of some keys. A limit for values is told as it is for what can be sealed. */
  withRoomFor<Answer>(keys: readonly string[], act: () => Answer): Answer {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof StorageError) || error.payload.tag !== "value-too-large") throw error;
      const val = error.payload.val - BigInt(Math.max(0, ...keys.map((key) => this.#addedBytes(key))));
      throw new StorageError({ tag: "value-too-large", val: val < 0n ? 0n : val }, { cause: error });
    }
  }

  #envelopeOf(stored: Uint8Array): Envelope | undefined {
    const envelope = splitEnvelope(stored);
    return envelope?.isNamed === this.names.areBlinded ? envelope : undefined;
  }

  #opened(storedKey: string, { algorithm, sealed }: Envelope): Uint8Array {
    const known = this.#known.get(algorithm);
    if (known === undefined) {
      const problem = `it is sealed with algorithm ${algorithm}, for which there is no cipher here`;
      throw new EncryptionError("unknown-algorithm", problem, { key: storedKey });
    }
    try {
      return known.cipher.open(sealed, this.#placeOf(known.dataBefore, storedKey));
    } catch (error) {
      throw error instanceof EncryptionError ? atKey(error, storedKey) : error;
    }
  }

  #placeOf(dataBefore: Uint8Array, storedKey: string): Place {
    return { namespace: this.#home.namespace, associatedData: associatedData(dataBefore, storedKey) };
  }

  #addedBytes(key: string): number {
    const named = this.names.areBlinded ? textBytes(key).length : 0;
    return HEADER_BYTES + this.#cipher.addedBytes + named;
  }
}

/** Contexts with lone surrogates would all be one in UTF-8. */
function checkedContext(context: string): string {
  if (typeof context !== "string") throw new TypeError(`"context" expected a string, got ${typeof context}`);
  if (!context.isWellFormed()) throw new RangeError('"context" expected Unicode, got a lone surrogate');
  return context;
}

function byAlgorithm(ciphers: readonly Cipher[], isNamed: boolean, home: Home): ReadonlyMap<number, KnownCipher> {
  const known = new Map<number, KnownCipher>();
  for (const cipher of ciphers) {
    const { algorithm } = cipher;
    if (known.has(algorithm))
      throw new RangeError(`"olderCiphers" expected ciphers of other algorithms, got another one of ${algorithm}`);
    known.set(algorithm, { cipher, dataBefore: associatedDataBefore({ isNamed, algorithm }, home) });
  }
  return known;
}

function notSealed(key: string): EncryptionError {
  return new EncryptionError("not-sealed", "it is no sealed value of this kind", { key });
}

function atKey(error: EncryptionError, key: string): EncryptionError {
  return new EncryptionError(error.code, error.problem, { key });
}
