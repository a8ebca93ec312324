import type { Walk } from "@airssys/protocol";
import { type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import { knownOptions, OPTION_NAMES } from "../place/options.ts";
import { entriesIn } from "../walk/ends.ts";
import { mapped } from "../walk/mapped.ts";
import { textBounds } from "../walk/text-bounds.ts";
import { walkKeys } from "../walk/walk.ts";
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
    return this.place.byteStorage.count(entriesIn(this.place, {}));
  }

  /** The members, in order. */
  values(walk: Walk<T> = {}): Generator<T, void, undefined> {
    knownOptions<Walk<T>>(walk, OPTION_NAMES.walk);
    const bounds = textBounds({}, walk, (member) => this.keyFormat.textOf(member));
    return mapped(walkKeys(this.place, bounds, walk), (text) => this.keyFormat.keyOf(text));
  }

  /** The same as `values`, as in a `Set`. */
  keys(walk: Walk<T> = {}): Generator<T, void, undefined> {
    return this.values(walk);
  }

  /** Each member twice, as in a `Set`. */
  entries(walk: Walk<T> = {}): Generator<[member: T, member: T], void, undefined> {
    return mapped(this.values(walk), (member) => [member, member]);
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
}
