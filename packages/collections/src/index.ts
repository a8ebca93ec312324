export type { CheckOptions, Finding } from "./check/finding.ts";
export { IndexedMap, type IndexedMapOptions } from "./indexes/indexed-map.ts";
export {
  type IndexBy,
  type IndexedBy,
  type Indexes,
  type IndexOf,
  type IndexOptions,
  NotUniqueError,
} from "./indexes/indexes.ts";
export type { IndexRange, MapIndex } from "./indexes/map-index.ts";
export { jsonKeys, type KeyCodec } from "./keys/key-codec.ts";
export { LookupMap } from "./maps/lookup-map.ts";
export { StorageMap } from "./maps/storage-map.ts";
export { TreeMap } from "./maps/tree-map.ts";
export { MapOf } from "./nested/map-of.ts";
export { MultiMap, type MultiMapOptions } from "./nested/multi-map.ts";
export type { Nested } from "./nested/nested.ts";
export { VectorOf } from "./nested/vector-of.ts";
export type {
  CollectionOptions,
  Direction,
  EntryOptions,
  KeyOptions,
  RangeWalk,
  ValueOptions,
} from "./place/options.ts";
export type { Place } from "./place/place.ts";
export { WrongKindError } from "./place/wrong-kind-error.ts";
export { PriorityQueue } from "./sequences/priority-queue.ts";
export { StorageDeque } from "./sequences/storage-deque.ts";
export { StorageQueue } from "./sequences/storage-queue.ts";
export { StorageVector } from "./sequences/storage-vector.ts";
export { LookupSet } from "./sets/lookup-set.ts";
export { StorageSet } from "./sets/storage-set.ts";
export { Cell, type CellConstructor, type CellOptions } from "./values/cell.ts";
export { Counter } from "./values/counter.ts";
