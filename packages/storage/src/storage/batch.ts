import type { ByteStorage, ByteWrite, SetOptions, VersionCheck } from "../byte-storage/byte-storage.ts";
import { requireSetOptions } from "../checks/option-check.ts";
import type { Codec } from "../codecs/codec.ts";
import { encodeValue } from "../codecs/value-bytes.ts";

/**
 * Writes to several keys that are all done, or none of them if a check fails. Nothing reaches the host before
 * {@link Batch.commit}. At most 100 checks and 100 writes; the host refuses more.
 */
export class Batch<T> {
  readonly #byteStorage: ByteStorage;
  readonly #codec: Codec<T>;
  readonly #checks: VersionCheck[] = [];
  readonly #writes: ByteWrite[] = [];

  /** @internal */
  constructor(byteStorage: ByteStorage, codec: Codec<T>) {
    this.#byteStorage = byteStorage;
    this.#codec = codec;
  }

  /**
   * Adds a condition: the key must have this version, as `getEntry` returned it, or be absent if it is `undefined`. The
   * state before the first write counts.
   */
  check(key: string, version: bigint | undefined): this {
    this.#checks.push({ key, version });
    return this;
  }

  /**
   * Adds a write that sets a key to a value. Of several writes to one key, the last one counts. Throws
   * `invalid-argument` at once if the codec refuses the value.
   */
  set<V extends T = T>(key: string, value: V, options: SetOptions = {}): this {
    requireSetOptions(options);
    const { ttlSeconds } = options;
    this.#writes.push({ type: "set", key, value: encodeValue(this.#codec, value), ttlSeconds });
    return this;
  }

  /** Adds a write that removes a key, if it exists. */
  delete(key: string): this {
    this.#writes.push({ type: "delete", key });
    return this;
  }

  /**
   * Does all writes in order, or none. Returns the version that they get when the call is committed.
   *
   * Throws `conflict` if a check does not hold, `limit-exceeded` for too many items, and what `Storage.set` throws.
   */
  commit(): bigint {
    return this.#byteStorage.write({ checks: this.#checks, writes: this.#writes });
  }
}
