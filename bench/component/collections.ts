// What the suite `collections` measures, inside of a component. Every operation leaves as many entries as there were.
import {
  Cell,
  Counter,
  IndexedMap,
  MapOf,
  MultiMap,
  PriorityQueue,
  StorageMap,
  StorageQueue,
  StorageSet,
  StorageVector,
  TreeMap,
} from "@airssys/collections";
import { Storage } from "@airssys/storage";

interface Item {
  readonly id: number;
  readonly group: number;
  readonly text: string;
}

const TEXT = "x".repeat(66); // 100 bytes of JSON with the names and numbers around it

const storage = new Storage<Item>();
const map = new StorageMap<number, Item>("map");
const tree = new TreeMap<number, Item>("tree");
const byGroup = { byGroup: (item: Item) => item.group };
const indexed = new IndexedMap<number, Item>("indexed", { indexes: byGroup });
const set = new StorageSet("set");
const vector = new StorageVector<Item>("vector");
const queue = new StorageQueue<Item>("queue");
const due = new PriorityQueue<Item>("due");
const tags = new MultiMap<string, number>("tags");
const nested = new MapOf("nested", StorageMap<number, Item>);
const counter = new Counter("counter");
const cell = new Cell<Item>("cell");

const FILLS: Record<string, (id: number) => unknown> = {
  Storage: (id) => storage.set(nameOf(id), item(id)),
  StorageMap: (id) => map.set(id, item(id)),
  TreeMap: (id) => tree.set(id, item(id)),
  IndexedMap: (id) => indexed.set(id, item(id)),
  StorageSet: (id) => set.add(nameOf(id)),
  StorageVector: (id) => vector.push(item(id)),
  StorageQueue: (id) => queue.push(item(id)),
  PriorityQueue: (id) => due.push(item(id), id % 7),
  MultiMap: (id) => tags.add(`tag${id % 10}`, id),
  MapOf: (id) => nested.get(nameOf(id % 10)).set(id, item(id)),
  Counter: () => counter.increment(),
  Cell: () => cell.set(item(1)),
};

const OPERATIONS: Record<string, (id: number) => unknown> = {
  "Storage.get": (id) => storage.get(nameOf(id)),
  "Storage.set": (id) => storage.set(nameOf(id), item(id)),
  "StorageMap.get": (id) => map.get(id),
  "StorageMap.set": (id) => map.set(id, item(id)),
  "StorageMap.has": (id) => map.has(id),
  "TreeMap.floor": (id) => tree.floor(id + 0.5),
  "TreeMap.range of 100": (id) => sum(tree.range({ start: id, end: id + 100 })),
  "IndexedMap.set": (id) => indexed.set(id, item(id)),
  "IndexedMap.index.get": (id) => indexed.index("byGroup").get(id % 100),
  "StorageSet.has": (id) => set.has(nameOf(id)),
  "StorageSet.add": (id) => set.add(nameOf(id)),
  "StorageVector.at": (id) => vector.at(id),
  "StorageVector.set": (id) => vector.set(id, item(id)),
  "StorageVector.push and pop": (id) => [vector.push(item(id)), vector.pop()],
  "StorageQueue.push and shift": (id) => [queue.push(item(id)), queue.shift()],
  "PriorityQueue.push and shift": (id) => [due.push(item(id), id % 7), due.shift()],
  "MultiMap.add": (id) => tags.add(`tag${id % 10}`, id),
  "MapOf.get.get": (id) => nested.get(nameOf(id % 10)).get(id),
  "Counter.increment": () => counter.increment(),
  "Cell.get": () => cell.get(),
  "all of Storage": () => sum(storage.entries("item-")),
  "all of StorageMap": () => sum(map),
  "all keys of StorageMap": () => sum(map.keys()),
  "all of StorageVector": () => sum(vector),
};

export const work = {
  fill(what: string, first: number, count: number): void {
    each(FILLS, what, first, count);
  },
  act(operation: string, first: number, count: number): number {
    return each(OPERATIONS, operation, first, count);
  },
  clear(): void {
    storage.clear();
  },
};

function each(works: Record<string, (id: number) => unknown>, name: string, first: number, count: number): number {
  const act = works[name];
  if (act === undefined) throw new RangeError(`there is nothing called ${name}`);
  let answered = 0;
  for (let id = first; id < first + count; id++) answered += act(id) === undefined ? 0 : 1;
  return answered;
}

function sum(items: Iterable<unknown>): number {
  let count = 0;
  for (const _ of items) count++;
  return count;
}

function item(id: number): Item {
  return { id: 100_000 + id, group: id % 100, text: TEXT };
}

function nameOf(id: number): string {
  return `item-${id}`;
}
