import type { KeyPart } from "@airssys/storage/keys";
import { type CollectionClass, type CollectionKey, collectionKeyOf } from "../keys/collection-key.ts";
import { keyPartText } from "../keys/key-part-text.ts";
import { printable } from "../text/printable.ts";

/** A named collection, as its keys tell of it. */
export interface CollectionSummary {
  readonly name: string;
  /** The beginning of every key of it. */
  readonly prefix: string;
  readonly class: CollectionClass;
  /** The class that is nested in it, and so on, as far as its keys tell; empty unless it is a `MapOf` or `VectorOf`. */
  readonly nested: readonly CollectionClass[];
  /** Number of entries: of nested collections for a `MapOf` or `VectorOf`, of pairs for a `MultiMap`. */
  readonly entries: number;
  /** Number of keys, those of indexes and nested collections included. */
  readonly keys: number;
  /** The names of its indexes. */
  readonly indexes: readonly string[];
  /** All of this on one line, printable: `users: IndexedMap, 3 entries, index byEmail`. */
  readonly text: string;
}

/**
 * Describes the collections that keys belong to, in the order of their first keys. Keys of none are passed over.
 *
 * @param keys the keys of a namespace in the order of the store, of which each collection's stand together.
 *
 * @example
 * ```ts
 * import { describeCollections } from "@airssys/display";
 *
 * const keys = ["settings!c", "users!m byName!Ada", "users!mu1"];
 * describeCollections(keys).map(({ text }) => text); // ["settings: Cell", "users: IndexedMap, 1 entry, index byName"]
 * ```
 */
export function describeCollections(keys: Iterable<string>): CollectionSummary[] {
  const counts = new Map<string, Count>();
  for (const key of keys) {
    const found = collectionKeyOf(key);
    if (found === undefined) continue;
    const prefix = key.slice(0, key.indexOf("!") + 2);
    const count = counts.get(prefix) ?? newCount(found);
    counts.set(prefix, count);
    add(found, count);
  }
  return Array.from(counts, ([prefix, count]) => summary(prefix, count));
}

interface Count {
  readonly name: string;
  class: CollectionClass;
  nested: readonly CollectionClass[];
  entries: number;
  keys: number;
  readonly indexes: Set<string>;
  /** The nested collection that was met last. */
  lastOuter: string | undefined;
}

function newCount({ name, classes: [named = "Cell"] }: CollectionKey): Count {
  return { name, class: named, nested: [], entries: 0, keys: 0, indexes: new Set(), lastOuter: undefined };
}

function add({ classes, path, mark }: CollectionKey, count: Count): void {
  count.keys++;
  if (classes.length > count.nested.length + 1) count.nested = classes.slice(1);
  if (classes.length === 1 && mark !== undefined) {
    count.class = "IndexedMap";
    count.indexes.add(mark.index);
  } else if (count.class === "MapOf" || count.class === "VectorOf") {
    addNested(path[0], count);
  } else {
    count.entries++;
  }
}

/** Keys of one nested collection stand together. */
function addNested(outer: KeyPart | undefined, count: Count): void {
  const text = outer === undefined ? "" : keyPartText(outer);
  if (text !== count.lastOuter) count.entries++;
  count.lastOuter = text;
}

function summary(prefix: string, { name, nested, entries, keys, indexes, ...count }: Count): CollectionSummary {
  const parts = [`${name}: ${[count.class, ...nested].join(" of ")}`];
  if (count.class !== "Cell" && count.class !== "Counter")
    parts.push(`${entries} ${entries === 1 ? "entry" : "entries"}`);
  if (indexes.size > 0) parts.push(`${indexes.size === 1 ? "index" : "indexes"} ${[...indexes].join(", ")}`);
  const text = printable(parts.join(", "), "line");
  return { name, prefix, class: count.class, nested, entries, keys, indexes: [...indexes], text };
}
