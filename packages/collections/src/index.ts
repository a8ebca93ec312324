export { Cell, type CellConstructor, type CellOptions } from "./cell.ts";
export { Counter } from "./counter.ts";
export type { CheckOptions, Finding } from "./finding.ts";
export { IndexedMap, type IndexedMapOptions } from "./indexed-map.ts";
export {
  type IndexBy,
  type IndexedBy,
  type Indexes,
  type IndexOf,
  type IndexOptions,
  NotUniqueError,
} from "./indexes.ts";
export { jsonKeys, type KeyCodec } from "./key-codec.ts";
export { LookupMap } from "./lookup-map.ts";
export { LookupSet } from "./lookup-set.ts";
export type { MapIndex } from "./map-index.ts";
export { MapOf } from "./map-of.ts";
export { MultiMap, type MultiMapOptions } from "./multi-map.ts";
export type { Nested } from "./nested.ts";
export type {
  CollectionOptions,
  EntryOptions,
  KeyOptions,
  RangeOptions,
  ValueOptions,
  WalkOptions,
} from "./options.ts";
export type { Place } from "./place.ts";
export { PriorityQueue } from "./priority-queue.ts";
export { StorageDeque } from "./storage-deque.ts";
export { StorageMap } from "./storage-map.ts";
export { StorageQueue } from "./storage-queue.ts";
export { StorageSet } from "./storage-set.ts";
export { StorageVector } from "./storage-vector.ts";
export { TreeMap } from "./tree-map.ts";
export { VectorOf } from "./vector-of.ts";
