/**
 * Interfaces that a collection of `@airssys/collections` needs for whatever it does, by the name of its class. Single
 * methods of others may need more, which they say when they are called. A test holds that no collection is left out.
 */
export const COLLECTION_NEEDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["LookupMap", []],
  ["LookupSet", []],
  ["Cell", []],
  ["Counter", ["storage-batch"]],
  ["StorageMap", ["storage-ranges"]],
  ["StorageSet", ["storage-ranges"]],
  ["TreeMap", ["storage-ranges"]],
  ["IndexedMap", ["storage-batch", "storage-ranges"]],
  ["MapOf", ["storage-ranges"]],
  ["MultiMap", ["storage-ranges"]],
  ["VectorOf", ["storage-ranges"]],
  ["StorageVector", ["storage-ranges"]],
  ["StorageQueue", ["storage-ranges"]],
  ["StorageDeque", ["storage-ranges"]],
  ["PriorityQueue", ["storage-ranges"]],
]);
