import type { KeyBounds, Walk } from "@airssys/protocol";
import { type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import { type Direction, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { entriesIn } from "../walk/ends.ts";
import { mapped } from "../walk/mapped.ts";
import { type TextBounds, textBounds } from "../walk/text-bounds.ts";
import { walkEntries, walkKeys } from "../walk/walk.ts";
import { LookupMap } from "./lookup-map.ts";

/**
 * A durable `Map`, in the order of its keys. Each entry is one key of storage, and nothing else is kept: `size` is
 * counted, so no two handles ever disagree.
 *
 * Iterating costs 1 host call for the first 10 entries, 1 for the 100 after them and 1 for each 1 000 more. Whatever is
 * written meanwhile, each entry that stays is visited exactly once, with the value that it has when its turn comes. It
 * needs `storage-ranges`, and so do `size` and `clear`.
 *
 * @example
 * ```ts
 * import { StorageMap } from "@airssys/collections";
 *
 * const users = new StorageMap<string, { name: string }>("users");
 * users.set("ada", { name: "Ada" });
 * users.size; // 1
 * for (const [id, user] of users) console.log(id, user.name);
 * users.clear();
 * ```
 */
export class StorageMap<K = string, V = unknown> extends LookupMap<K, V> {
  /** The number of entries. 1 host call, in which the host counts them one by one. */
  get size(): number {
    return this.place.byteStorage.count(entriesIn(this.place, {}));
  }

  /** The keys, in order. */
  keys(walk: Walk<K> = {}): Generator<K, void, undefined> {
    return mapped(walkKeys(this.place, this.boundsOf({}, walk), walk), (text) => this.keyFormat.keyOf(text));
  }

  /** The values, in the order of their keys. */
  values(walk: Walk<K> = {}): Generator<V, void, undefined> {
    return mapped(walkEntries(this.place, this.boundsOf({}, walk), walk), (entry) =>
      this.valueFormat.valueOf(...entry),
    );
  }

  /**
   * The keys with their values, in order.
   *
   * @example
   * ```ts
   * const page = [...users.entries({ limit: 20 })];
   * const next = [...users.entries({ limit: 20, after: page.at(-1)?.[0] })];
   * ```
   */
  entries(walk: Walk<K> = {}): Generator<[key: K, value: V], void, undefined> {
    return this.entriesIn(this.boundsOf({}, walk), walk);
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[key: K, value: V], void, undefined> {
    return this.entries();
  }

  /** Calls a function for each entry, in order. */
  forEach(visit: (value: V, key: K, map: this) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }

  /**
   * Looks at everything that begins with the map's prefix and answers what cannot be part of it. An empty answer is a
   * sound map. 1 host call for each 1 000 keys. Nothing here can be repaired without losing what somebody else may
   * need.
   */
  check(): Finding[] {
    return findingsIn(this.place, (text, bytes) => this.problemOf(text, bytes));
  }

  /** @internal */
  protected problemOf(text: string, bytes: Uint8Array): string | undefined {
    return (
      problemOfReading(() => this.keyFormat.keyOf(text)) ??
      problemOfReading(() => this.valueFormat.valueOf(text, bytes))
    );
  }

  /** @internal */
  protected entriesIn(bounds: TextBounds, direction: Direction): Generator<[key: K, value: V], void, undefined> {
    return mapped(walkEntries(this.place, bounds, direction), (entry) => this.entryOf(entry));
  }

  /** @internal */
  protected entryOf([text, bytes]: [text: string, bytes: Uint8Array]): [key: K, value: V] {
    return [this.keyFormat.keyOf(text), this.valueFormat.valueOf(text, bytes)];
  }

  /** @internal */
  protected boundsOf(bounds: KeyBounds<K>, walk: Walk<K>): TextBounds {
    knownOptions<Walk<K>>(walk, OPTION_NAMES.walk);
    return textBounds(bounds, walk, (key) => this.keyFormat.textOf(key));
  }
}
