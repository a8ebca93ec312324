import type { SetOptions } from "@airssys/storage";
import { KeyFormat } from "../place/format.ts";
import { type KeyOptions, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";

/**
 * Membership, for those who never list the members: a `Set` without iteration and size. Each member is one key of
 * storage with an empty value.
 *
 * Members are strings, numbers, bigints, booleans, dates, tuples of them, or whatever a `keyCodec` makes of them,
 * compared by what they are: never by reference. It needs of the host what `Storage` needs, and has the layout of
 * {@link StorageSet}.
 *
 * @example
 * ```ts
 * import { LookupSet } from "@airssys/collections";
 *
 * const seen = new LookupSet("seen");
 * seen.add("message-1", { ttlSeconds: 3_600 });
 * seen.has("message-1"); // true, for an hour
 * ```
 */
export class LookupSet<T = string> {
  /** @internal */
  protected readonly place: Place;
  /** @internal */
  protected readonly keyFormat: KeyFormat<T>;

  /** A set with a name of its own, or nested at a place that the collection around it handed out. */
  constructor(at: string | Place, options: KeyOptions<T> = {}) {
    const { byteStorage, keyCodec } = knownOptions<KeyOptions<T>>(options, OPTION_NAMES.key);
    this.place = placeOf(at, byteStorage, "s");
    this.keyFormat = new KeyFormat(this.place, keyCodec);
  }

  /** Whether something is a member. 1 host call. */
  has(member: T): boolean {
    return this.place.has(this.keyFormat.textOf(member));
  }

  /**
   * Makes something a member, whether or not it was one, and answers the set. 1 host call. It is a member until
   * `ttlSeconds` have passed, which needs `storage-ttl`, or until it is deleted.
   *
   * Throws `invalid-key` for what can be no key, and `quota-exceeded`.
   */
  add(member: T, options?: SetOptions): this {
    this.place.set(this.keyFormat.textOf(member), new Uint8Array(), options);
    return this;
  }

  /**
   * Makes several things members, all or none of them, and answers the set. 1 host call for up to 100; for more, 1 for
   * each 100 and 2 for the transaction around them. Needs `storage-batch`, and `storage-transactions` for more than
   * 100.
   */
  addMany(members: Iterable<T>, options: SetOptions = {}): this {
    const { ttlSeconds } = knownOptions(options, OPTION_NAMES.set);
    const keys = Array.from(members, (member) => this.place.key(this.keyFormat.textOf(member)));
    this.place.writeAll(keys.map((key) => ({ type: "set", key, value: new Uint8Array(), ttlSeconds })));
    return this;
  }

  /** Removes a member and answers whether it was one. 1 host call. */
  delete(member: T): boolean {
    return this.place.delete(this.keyFormat.textOf(member));
  }

  /**
   * Removes everything, so that all bytes are free again. 1 host call. More keys than one call may change are
   * `limit-exceeded`. Needs `storage-ranges`.
   */
  clear(): void {
    this.place.clear();
  }
}
