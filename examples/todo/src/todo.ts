import { Counter, IndexedMap, MultiMap } from "@airssys/collections";
import { type SetOptions, StorageError } from "@airssys/storage";

interface Item {
  id: number;
  title: string;
  due?: string | undefined;
  tags: string[];
  isDone: boolean;
}

const WEEK = 7 * 24 * 60 * 60;

const indexes = {
  byStatus: (item: Item) => item.isDone,
  byDue: (item: Item) => (item.isDone ? undefined : item.due), // what is done is not due: the index does not have it
};
const items = new IndexedMap<number, Item, typeof indexes>("items", { indexes });
/** An item has several tags, and an index knows one part of a value: so tags are a collection of their own. */
const byTag = new MultiMap<string, number>("tags");
const ids = new Counter("ids");

/** An item, its places in the indexes and its tags expire together, or never. */
function keep(item: Item, options?: SetOptions): Item {
  items.set(item.id, item, options);
  for (const tag of item.tags) byTag.add(tag, item.id, options);
  return item;
}

function existing(id: number): Item {
  const item = items.get(id);
  if (item === undefined) throw new StorageError({ tag: "key-not-found" });
  return item;
}

/** Days sort as their text does. */
function checkedDay(day: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
  if (!isDay) throw new StorageError({ tag: "invalid-argument", val: `${day} is no day; write it as 2030-01-31` });
  return day;
}

function add(title: string, due: string | undefined, tags: string[]): Item {
  const id = Number(ids.increment());
  return keep({ id, title, due: due && checkedDay(due), tags: [...new Set(tags)], isDone: false });
}

function complete(id: number): Item {
  return keep({ ...existing(id), isDone: true }, { ttlSeconds: WEEK });
}

function reopen(id: number): Item {
  return keep({ ...existing(id), isDone: false });
}

function remove(id: number): boolean {
  for (const tag of items.get(id)?.tags ?? []) byTag.delete(tag, id);
  return items.delete(id);
}

function all(isDone: boolean): Item[] {
  return Array.from(items.index("byStatus").entries(isDone), ([, item]) => item);
}

function dueBefore(day: string): Item[] {
  return Array.from(items.index("byDue").range({ end: checkedDay(day) }), ([, item]) => item);
}

function tagged(tag: string): Item[] {
  return items.getMany(byTag.get(tag)).filter((item) => item !== undefined);
}

// Each call from outside is one transaction: what it writes is kept whole when it returns, and not at all when it
// throws.
export const todo = { add, complete, reopen, remove, all, dueBefore, tagged };
