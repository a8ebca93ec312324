/*
 * Keys of collections, read as docs/formats/collections.md describes them: text(name) "!" KIND, and what stands behind.
 */
import { decodeKey, endOfKey, type KeyPart, unescapeText } from "@airssys/storage/keys";
import { positionOf } from "./position.ts";

/** The classes of collections. Those with one layout have one name, and a map with indexes is told by them. */
export type CollectionClass =
  | "StorageMap"
  | "IndexedMap"
  | "StorageSet"
  | "StorageVector"
  | "StorageQueue"
  | "PriorityQueue"
  | "MultiMap"
  | "Counter"
  | "Cell"
  | "MapOf"
  | "VectorOf";

/** A collection, and what a key of it is in it. */
export interface CollectionKey {
  /** The beginning of every key of the collection: the name, or the way to a nested one, `!` and a letter. */
  readonly prefix: string;
  readonly name: string;
  /** The classes from the named collection to the one that the key belongs to: two for a map of sets. */
  readonly classes: readonly CollectionClass[];
  /** The keys and positions from the name to the entry: none for a counter or a cell. */
  readonly path: readonly KeyPart[];
  /** What an index keeps for an entry; `undefined` if the key is the entry itself. */
  readonly mark: IndexMark | undefined;
}

/** What an index keeps for one entry. */
export interface IndexMark {
  readonly index: string;
  readonly value: KeyPart;
  /** The key of the entry; `undefined` in a unique index, where the stored value holds it. */
  readonly key: KeyPart | undefined;
}

/** Reads a key as one of a collection. Returns `undefined` for any other key. */
export function collectionKeyOf(key: string): CollectionKey | undefined {
  const end = key.indexOf("!");
  if (end <= 0) return undefined;
  try {
    const name = unescapeText(key.slice(0, end));
    return read(key, end + 1, { name, classes: [], path: [] });
  } catch {
    return undefined;
  }
}

type Outer = Pick<CollectionKey, "name" | "classes" | "path">;

/** Reads what stands at the letter of a kind. Throws, or returns `undefined`, if that is nothing of a collection. */
function read(key: string, at: number, outer: Outer): CollectionKey | undefined {
  const kind = KINDS.get(key[at] ?? "");
  if (kind === undefined) return undefined;
  const start = at + 1;
  const own = (path: readonly KeyPart[]): CollectionKey => ({
    prefix: key.slice(0, start),
    name: outer.name,
    classes: [...outer.classes, kind.class],
    path: [...outer.path, ...path],
    mark: undefined,
  });
  switch (kind.holds) {
    case "one":
      return start === key.length ? own([]) : undefined;
    case "keys":
      return key[start] === " " ? marked(key, start, own([])) : own([decodeKey(key.slice(start))]);
    case "positions":
      return own([positionOf(key.slice(start))]);
    case "priorities": {
      const end = endOfKey(key, start);
      return own([decodeKey(key.slice(start, end)), positionOf(key.slice(end + 1))]);
    }
    case "sets": {
      const end = endOfKey(key, start);
      if (key.slice(end, end + 2) !== "!s") return undefined;
      return own([decodeKey(key.slice(start, end)), decodeKey(key.slice(end + 2))]);
    }
    case "nested":
      return nested(key, start, own([]), decodeKey);
    case "nested positions":
      return nested(key, start, own([]), positionOf);
  }
}

/** A collection that is nested under a key, or the key of an empty one. */
function nested(
  key: string,
  start: number,
  outer: CollectionKey,
  part: (text: string) => KeyPart,
): CollectionKey | undefined {
  const end = endOfKey(key, start);
  const path = [...outer.path, part(key.slice(start, end))];
  if (end < key.length) return read(key, end + 1, { ...outer, path });
  return outer.classes.at(-1) === "VectorOf" ? { ...outer, path } : undefined;
}

/** What an index keeps: SPACE text(index) "!" MARK, in a map alone. */
function marked(key: string, start: number, map: CollectionKey): CollectionKey | undefined {
  const nameEnd = key.indexOf("!", start);
  if (map.classes.at(-1) !== "StorageMap" || nameEnd < 0) return undefined;
  const index = unescapeText(key.slice(start + 1, nameEnd));
  const end = endOfKey(key, nameEnd + 1);
  const value = decodeKey(key.slice(nameEnd + 1, end));
  const entry = end < key.length ? decodeKey(key.slice(end + 1)) : undefined;
  const classes = [...map.classes.slice(0, -1), "IndexedMap" as const];
  return { ...map, classes, mark: { index, value, key: entry } };
}

interface Kind {
  readonly class: CollectionClass;
  readonly holds: "one" | "keys" | "positions" | "priorities" | "sets" | "nested" | "nested positions";
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["m", { class: "StorageMap", holds: "keys" }],
  ["s", { class: "StorageSet", holds: "keys" }],
  ["v", { class: "StorageVector", holds: "positions" }],
  ["q", { class: "StorageQueue", holds: "positions" }],
  ["p", { class: "PriorityQueue", holds: "priorities" }],
  ["u", { class: "MultiMap", holds: "sets" }],
  ["n", { class: "Counter", holds: "one" }],
  ["c", { class: "Cell", holds: "one" }],
  ["M", { class: "MapOf", holds: "nested" }],
  ["V", { class: "VectorOf", holds: "nested positions" }],
]);
