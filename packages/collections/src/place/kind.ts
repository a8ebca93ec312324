/*
 * The kind of a collection is one letter behind the prefix of its name or of the key that it is nested under, so keys
 * of two kinds never meet. Changing a letter breaks every collection of that kind.
 */
import { endOfKey } from "@airssys/storage/keys";

/** The kinds of collections, by their letters. Classes that have the same layout are of one kind. */
const CLASSES = {
  c: "Cell",
  n: "Counter",
  m: "StorageMap",
  s: "StorageSet",
  v: "StorageVector",
  q: "StorageQueue",
  p: "PriorityQueue",
  u: "MultiMap",
  M: "MapOf",
  V: "VectorOf",
} as const;

/** The letter of a kind. */
export type Kind = keyof typeof CLASSES;

/** Stands for `m` where a map has indexes. It is in no key: keys of indexes tell. */
const INDEXED = "x";

/** The kinds from a named collection to one that is nested in it, a letter each: `Ms` is a map of sets. */
export type KindPath = string;

/** Returns the path of a collection of this kind, nested at the end of another path. */
export function pathTo(outer: KindPath, kind: Kind, isIndexed: boolean): KindPath {
  return outer + (isIndexed ? INDEXED : kind);
}

/**
 * Returns the path of the collection that a key belongs to, as far as the key is one of a collection. `rest` is the key
 * behind the name.
 */
export function pathOfKey(rest: string): KindPath {
  const kind = rest.slice(0, 1);
  if (!Object.hasOwn(CLASSES, kind)) return "";
  if (kind === "m" && rest[1] === " ") return INDEXED;
  if (!"MVu".includes(kind)) return kind;
  const inner = rest.slice(1);
  return kind + pathOfKey(inner.slice(endOfKey(inner) + 1));
}

/** Tells whether a collection may be opened where a key of another path was found. A map may be given indexes. */
export function isSameKind(opened: KindPath, found: KindPath): boolean {
  const levels = Math.min(opened.length, found.length);
  for (let level = 0; level < levels; level++) {
    const [left, right] = [opened[level], found[level]];
    if (left !== right && !(left === INDEXED && right === "m")) return false;
  }
  return true;
}

/** Returns the classes of a path: `MapOf StorageSet`. */
export function classesOf(path: KindPath): string {
  const classes: Readonly<Record<string, string>> = { ...CLASSES, [INDEXED]: "IndexedMap" };
  return Array.from(path, (kind) => classes[kind] ?? "something else").join(" ");
}
