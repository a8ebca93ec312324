import type { ByteChange, ByteWatch } from "../byte-storage/byte-storage.ts";
import type { Codec } from "../codecs/codec.ts";
import { decodeValue } from "../codecs/value-bytes.ts";

/** What a watch has to tell. */
export interface Changes<T> {
  readonly changes: readonly Change<T>[];
  /**
   * How many changes after these were missed, at most, because too many had to wait. What comes later is complete
   * again.
   */
  readonly missed: number;
}

/** What a commit made of one key. */
export class Change<T> {
  readonly key: string;
  /** `expire` is told when the host reclaims the space of an expired key, which may be later than its instant. */
  readonly type: "set" | "delete" | "expire";
  /** The number of the commit. */
  readonly version: bigint;
  readonly #change: ByteChange;
  readonly #codec: Codec<T>;

  /** @internal */
  constructor(change: ByteChange, codec: Codec<T>) {
    this.key = change.key;
    this.type = change.type;
    this.version = change.version;
    this.#change = change;
    this.#codec = codec;
  }

  /**
   * The value before, decoded when it is read; `undefined` if there was none. Throws `invalid-argument` for bytes that
   * are not the codec's.
   */
  get before(): T | undefined {
    return this.#decoded(this.#change.before);
  }

  /**
   * The value after, decoded when it is read; `undefined` if the key is gone. Throws `invalid-argument` for bytes that
   * are not the codec's.
   */
  get after(): T | undefined {
    return this.#decoded(this.#change.after);
  }

  #decoded(bytes: Uint8Array | undefined): T | undefined {
    return bytes && decodeValue(this.#codec, this.key, bytes);
  }
}

/** Changes of keys, waiting to be taken. It belongs to one instance of the component and ends with it. */
export class Watch<T> {
  readonly #watch: ByteWatch;
  readonly #codec: Codec<T>;

  /** @internal */
  constructor(watch: ByteWatch, codec: Codec<T>) {
    this.#watch = watch;
    this.#codec = codec;
  }

  /**
   * Takes the changes that wait, in the order of their commits: at most `limit` of them, 1 to 1 000, which is what it
   * is unless given.
   *
   * Throws `invalid-argument` once the watch has ended.
   */
  poll(limit?: number): Changes<T> {
    const { changes, missed } = this.#watch.poll(limit);
    return { changes: changes.map((change) => new Change(change, this.#codec)), missed };
  }

  /** Ends the watch and answers whether it had not ended yet. */
  close(): boolean {
    return this.#watch.close();
  }
}
