import type { ByteStorage, ByteWrite, SetOptions, VersionCheck } from "../byte-storage/byte-storage.ts";
import type { Codec } from "../codecs/codec.ts";
import { encodeValue } from "../codecs/value-bytes.ts";

/**
 * Writes to several keys that are done together, if what they depend on has not changed. Nothing reaches the host
 * before {@link Batch.commit}.
 *
 * At most 100 checks and 100 writes; the host refuses more.
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
   * Lets the batch be done only if the key has this version, as `getEntry` told it; `undefined`: only if the key is
   * absent. Looks at the state before the first write.
   */
  check(key: string, version: bigint | undefined): this {
    this.#checks.push({ key, version });
    return this;
  }

  /**
   * Gives a key a value. Of several writes to one key the last one counts. Throws `invalid-argument` at once when the
   * codec refuses the value.
   */
  set<V extends T = T>(key: string, value: V, { ttlSeconds }: SetOptions = {}): this {
    this.#writes.push({ type: "set", key, value: encodeValue(this.#codec, value), ttlSeconds });
    return this;
  }

  /** Removes a key, if it exists. */
  delete(key: string): this {
    this.#writes.push({ type: "delete", key });
    return this;
  }

  /**
   * Does all writes, in their order, or none, and answers the version that they carry once the call is committed.
   *
   * Throws `conflict` if a check does not hold, and otherwise what `Storage.set` throws, `limit-exceeded` for too many
   * items.
   */
  commit(): bigint {
    return this.#byteStorage.write({ checks: this.#checks, writes: this.#writes });
  }
}
