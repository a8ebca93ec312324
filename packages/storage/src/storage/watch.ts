import type { ByteChange, ByteWatch } from "../byte-storage/byte-storage.ts";
import type { Codec } from "../codecs/codec.ts";
import { decodeValue } from "../codecs/value-bytes.ts";

/** Changes taken from a watch. */
export interface Changes<T> {
  readonly changes: readonly Change<T>[];
  /**
   * An upper bound of the changes that were lost after these, because the buffer was full. Later changes are complete
   * again.
   */
  readonly missed: number;
}

/** The change of one key by one commit. */
export class Change<T> {
  readonly key: string;
  /** `expire` is reported when the host reclaims the space of an expired key, possibly later than its expiry. */
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
   * The value before the commit; `undefined` if there was none. It is decoded when it is read, which throws
   * `invalid-argument` for bytes that the codec cannot read.
   */
  get oldValue(): T | undefined {
    return this.#decoded(this.#change.oldValue);
  }

  /**
   * The value after the commit; `undefined` if the key is gone. It is decoded when it is read, which throws
   * `invalid-argument` for bytes that the codec cannot read.
   */
  get newValue(): T | undefined {
    return this.#decoded(this.#change.newValue);
  }

  #decoded(bytes: Uint8Array | undefined): T | undefined {
    return bytes && decodeValue(this.#codec, this.key, bytes);
  }
}

/** A watch of keys, whose changes wait in a bounded buffer. It belongs to one instance of the component. */
export class Watch<T> {
  readonly #watch: ByteWatch;
  readonly #codec: Codec<T>;

  /** @internal */
  constructor(watch: ByteWatch, codec: Codec<T>) {
    this.#watch = watch;
    this.#codec = codec;
  }

  /**
   * Takes the waiting changes in the order of their commits, at most `limit` of them: 1 to 1 000, the default.
   *
   * Throws `invalid-argument` once the watch has ended.
   */
  poll(limit?: number): Changes<T> {
    const { changes, missed } = this.#watch.poll(limit);
    return { changes: changes.map((change) => new Change(change, this.#codec)), missed };
  }

  /** Ends the watch. Returns whether it was still open. */
  close(): boolean {
    return this.#watch.close();
  }
}
