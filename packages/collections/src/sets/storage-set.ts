import { type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import type { WalkOptions } from "../place/options.ts";
import { FIRST_ENTRY } from "../place/place.ts";
import { after, type Course, walkKeys } from "../walk/walk.ts";
import { LookupSet } from "./lookup-set.ts";

/**
 * A durable `Set`, in the order of its members. Each member is one key of storage with an empty value, and nothing else
 * is kept.
 *
 * Iterating costs 1 host call for the first 10 members, 1 for the 100 after them and 1 for each 1 000 more. Whatever is
 * written meanwhile, each member that stays is visited exactly once. It needs `storage-ranges`, and so do `size` and
 * `clear`.
 *
 * It has `size`, `has` and `keys`, so the methods of a JavaScript `Set` take it: `new Set(["ada"]).union(members)`.
 *
 * @example
 * ```ts
 * import { StorageSet } from "@airssys/collections";
 *
 * const members = new StorageSet("members");
 * members.add("ada").add("bob").add("ada");
 * members.size; // 2
 * [...members]; // ["ada", "bob"]
 * ```
 */
export class StorageSet<T = string> extends LookupSet<T> {
  /** The number of members. 1 host call, in which the host counts them one by one. */
  get size(): number {
    const { byteStorage, prefix } = this.place;
    return byteStorage.count({ prefix, start: prefix + FIRST_ENTRY });
  }

  /** The members, in order. */
  *values(options: WalkOptions<T> = {}): Generator<T, void, undefined> {
    for (const text of walkKeys(this.place, this.#course(options))) {
      yield this.keyFormat.keyOf(text);
    }
  }

  /** The same as `values`, as in a `Set`. */
  keys(options: WalkOptions<T> = {}): Generator<T, void, undefined> {
    return this.values(options);
  }

  /** Each member twice, as in a `Set`. */
  *entries(options: WalkOptions<T> = {}): Generator<[member: T, member: T], void, undefined> {
    for (const member of this.values(options)) yield [member, member];
  }

  /** The same as `values`. */
  [Symbol.iterator](): Generator<T, void, undefined> {
    return this.values();
  }

  /** Calls a function for each member, in order. */
  forEach(visit: (member: T, same: T, set: this) => void): void {
    for (const member of this.values()) visit(member, member, this);
  }

  /**
   * Looks at everything that begins with the set's prefix and answers what cannot be part of it. An empty answer is a
   * sound set. 1 host call for each 1 000 keys. Nothing here can be repaired without losing what somebody else may
   * need.
   */
  check(): Finding[] {
    return findingsIn(this.place, (text, bytes) => {
      const isEmpty = bytes.length === 0;
      return problemOfReading(() => this.keyFormat.keyOf(text)) ?? (isEmpty ? undefined : "a member has no value");
    });
  }

  #course({ reverse, limit, after: last }: WalkOptions<T>): Course {
    if (last === undefined) return { reverse, limit };
    const text = this.keyFormat.textOf(last);
    return reverse ? { end: text, reverse, limit } : { start: after(text), limit };
  }
}
