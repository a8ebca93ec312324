// What collections should do, in the plainest way there is: sorted arrays, compared as JSON.
import { compareKeys, encodeKey, type KeyPart } from "@airssys/storage/keys";

interface Bounds<K> {
  readonly start?: K;
  readonly end?: K;
  readonly last?: K;
}

interface Walk<K> {
  readonly reverse?: boolean;
  readonly limit?: number;
  readonly after?: K;
}

const compare = (left: unknown, right: unknown) => compareKeys(encodeKey(left as KeyPart), encodeKey(right as KeyPart));

function walked<T>(items: readonly T[], { reverse, limit }: Walk<never> = {}): T[] {
  return (reverse ? items.toReversed() : [...items]).slice(0, limit);
}

export class MapModel<K = string, V = unknown> {
  protected items: [K, V][] = [];

  get size() {
    return this.items.length;
  }
  get(key: K) {
    return this.items.find(([each]) => compare(each, key) === 0)?.[1];
  }
  getMany(keys: K[]) {
    return keys.map((key) => this.get(key));
  }
  has(key: K) {
    return this.items.some(([each]) => compare(each, key) === 0);
  }
  set(key: K, value: V) {
    this.items = [...this.items.filter(([each]) => compare(each, key) !== 0), [key, value] as [K, V]];
    this.items.sort(([left], [right]) => compare(left, right));
    return this;
  }
  setMany(entries: [K, V][]) {
    for (const [key, value] of entries) this.set(key, value);
    return this;
  }
  getOrInsert(key: K, value: V) {
    if (!this.has(key)) this.set(key, value);
    return this.get(key);
  }
  delete(key: K) {
    const existed = this.has(key);
    this.items = this.items.filter(([each]) => compare(each, key) !== 0);
    return existed;
  }
  clear() {
    this.items = [];
  }
  entries({ after, ...walk }: Walk<K> = {}) {
    const rest = this.items.filter(([key]) => {
      return after === undefined || (walk.reverse ? compare(key, after) < 0 : compare(key, after) > 0);
    });
    return walked(rest, walk);
  }
  keys(walk: Walk<K> = {}) {
    return this.entries(walk).map(([key]) => key);
  }
  values(walk: Walk<K> = {}) {
    return this.entries(walk).map(([, value]) => value);
  }
  check() {
    return [];
  }
}

export class TreeMapModel<K = string, V = unknown> extends MapModel<K, V> {
  first() {
    return this.items[0];
  }
  last() {
    return this.items.at(-1);
  }
  floor(key: K) {
    return this.items.findLast(([each]) => compare(each, key) <= 0);
  }
  ceiling(key: K) {
    return this.items.find(([each]) => compare(each, key) >= 0);
  }
  lower(key: K) {
    return this.items.findLast(([each]) => compare(each, key) < 0);
  }
  higher(key: K) {
    return this.items.find(([each]) => compare(each, key) > 0);
  }
  range({ start, end, last, ...walk }: Walk<never> & Bounds<K> = {}) {
    const inside = this.items
      .filter(([key]) => start === undefined || compare(key, start) >= 0)
      .filter(([key]) => end === undefined || compare(key, end) < 0)
      .filter(([key]) => last === undefined || compare(key, last) <= 0);
    return walked(inside, walk);
  }
  count(bounds: Bounds<K>) {
    return this.range(bounds).length;
  }
  deleteRange(bounds: Bounds<K>) {
    const gone = this.range(bounds);
    this.items = this.items.filter((item) => !gone.includes(item));
    return gone.length;
  }
}

export class SetModel<T = string> {
  readonly #map = new MapModel<T, true>();

  get size() {
    return this.#map.size;
  }
  has(member: T) {
    return this.#map.has(member);
  }
  add(member: T) {
    this.#map.set(member, true);
    return this;
  }
  addMany(members: T[]) {
    for (const member of members) this.add(member);
    return this;
  }
  delete(member: T) {
    return this.#map.delete(member);
  }
  clear() {
    this.#map.clear();
  }
  values(walk: Walk<T> = {}) {
    return this.#map.keys(walk);
  }
  keys(walk: Walk<T> = {}) {
    return this.values(walk);
  }
  entries(walk: Walk<T> = {}) {
    return this.values(walk).map((member) => [member, member]);
  }
  check() {
    return [];
  }
}

export class VectorModel<T = unknown> {
  protected items: T[] = [];

  get length() {
    return this.items.length;
  }
  at(index: number) {
    if (!Number.isSafeInteger(index)) throw new RangeError("no element");
    return this.items.at(index);
  }
  set(index: number, value: T) {
    const at = index < 0 ? this.items.length + index : index;
    if (!(at in this.items)) throw new RangeError("no element");
    this.items[at] = value;
  }
  push(...values: T[]) {
    return this.items.push(...values);
  }
  pop() {
    return this.items.pop();
  }
  swapRemove(index: number) {
    const at = index < 0 ? this.items.length + index : index;
    if (!(at in this.items)) throw new RangeError("no element");
    const removed = this.items[at];
    const last = this.items.pop() as T;
    if (at < this.items.length) this.items[at] = last;
    return removed;
  }
  slice(start?: number, end?: number) {
    return this.items.slice(start, end);
  }
  entries({ after, ...walk }: Walk<number> = {}) {
    const rest = [...this.items.entries()].filter(([index]) => {
      return after === undefined || (walk.reverse ? index < after : index > after);
    });
    return walked(rest, walk);
  }
  keys(walk: Walk<number> = {}) {
    return this.entries(walk).map(([index]) => index);
  }
  values(walk: Walk<number> = {}) {
    return this.entries(walk).map(([, value]) => value);
  }
  clear() {
    this.items = [];
  }
  check() {
    return [];
  }
}

export class DequeModel<T = unknown> {
  #items: T[] = [];

  get length() {
    return this.#items.length;
  }
  at(index: number) {
    return this.#items.at(index);
  }
  push(...values: T[]) {
    this.#items.push(...values);
  }
  unshift(...values: T[]) {
    this.#items.unshift(...values);
  }
  pop() {
    return this.#items.pop();
  }
  shift() {
    return this.#items.shift();
  }
  shiftMany(count: number) {
    return this.#items.splice(0, count);
  }
  values(walk: Walk<never> = {}) {
    return walked(this.#items, walk);
  }
  clear() {
    this.#items = [];
  }
  check() {
    return [];
  }
}

export class PriorityQueueModel<T = unknown, P = number> {
  #items: [P, T][] = [];

  get size() {
    return this.#items.length;
  }
  push(value: T, priority: P) {
    this.#items.push([priority, value]);
    this.#items.sort(([left], [right]) => compare(left, right)); // stable
  }
  first() {
    return this.#items[0];
  }
  last() {
    return this.#items.at(-1);
  }
  shift() {
    return this.#items.shift()?.[1];
  }
  shiftMany(count: number) {
    return this.#items.splice(0, count).map(([, value]) => value);
  }
  pop() {
    return this.#items.pop()?.[1];
  }
  entries(walk: Walk<never> = {}) {
    return walked(this.#items, walk);
  }
  values(walk: Walk<never> = {}) {
    return this.entries(walk).map(([, value]) => value);
  }
  clear() {
    this.#items = [];
  }
  check() {
    return [];
  }
}

export class MultiMapModel<K = string, V = string> {
  readonly #pairs = new SetModel<[K, V]>();

  get size() {
    return this.#pairs.size;
  }
  get(key: K) {
    return this.#of(key).map(([, value]) => value);
  }
  has(key: K, ...value: [V?]) {
    return value.length === 0 ? this.#of(key).length > 0 : this.#pairs.has([key, value[0] as V]);
  }
  add(key: K, value: V) {
    this.#pairs.add([key, value]);
    return this;
  }
  delete(key: K, ...value: [V?]) {
    if (value.length === 1) return this.#pairs.delete([key, value[0] as V]);
    const pairs = this.#of(key);
    for (const pair of pairs) this.#pairs.delete(pair);
    return pairs.length > 0;
  }
  keys({ after, ...walk }: Walk<K> = {}) {
    const distinct = this.#pairs.values().map(([key]) => key);
    const keys = distinct.filter((key, index) => index === 0 || compare(distinct[index - 1], key) !== 0);
    const rest = keys.filter((key) => {
      return after === undefined || (walk.reverse ? compare(key, after) < 0 : compare(key, after) > 0);
    });
    return walked(rest, walk);
  }
  entries(walk: Walk<never> = {}) {
    return walked(this.#pairs.values(), walk);
  }
  clear() {
    this.#pairs.clear();
  }
  check() {
    return [];
  }
  #of(key: K) {
    return this.#pairs.values().filter(([each]) => compare(each, key) === 0);
  }
}

export class CounterModel {
  #value = 0n;

  get value() {
    return this.#value;
  }
  increment(by: number | bigint = 1) {
    this.#value += BigInt(by);
    return this.#value;
  }
  decrement(by: number | bigint = 1) {
    return this.increment(-BigInt(by));
  }
  set(value: number | bigint) {
    this.#value = BigInt(value);
  }
  clear() {
    this.#value = 0n;
  }
  check() {
    return [];
  }
}

export class CellModel<T> {
  readonly #default: T;
  #values: T[] = [];

  constructor(value: T) {
    this.#default = value;
  }
  get() {
    return this.#values.length === 0 ? this.#default : this.#values[0];
  }
  has() {
    return this.#values.length > 0;
  }
  set(value: T) {
    this.#values = [value];
  }
  delete() {
    const existed = this.has();
    this.#values = [];
    return existed;
  }
  clear() {
    this.#values = [];
  }
  check() {
    return [];
  }
}

/** Nested models by key; a key is there as long as its model holds something. */
export class MapOfModel<C extends { readonly size?: number; readonly length?: number }, K = string> {
  readonly #make: () => C;
  readonly #map = new MapModel<K, C>();

  constructor(make: () => C) {
    this.#make = make;
  }
  get size() {
    return this.keys().length;
  }
  get(key: K) {
    return this.#map.getOrInsert(key, this.#make());
  }
  has(key: K) {
    return sizeOf(this.#map.get(key)) > 0;
  }
  delete(key: K) {
    const had = this.has(key);
    this.#map.delete(key);
    return had;
  }
  keys({ limit, ...walk }: Walk<K> = {}) {
    return this.#map
      .keys(walk)
      .filter((key) => this.has(key))
      .slice(0, limit);
  }
  clear() {
    this.#map.clear();
  }
  check() {
    return [];
  }
}

export class VectorOfModel<C extends object> {
  readonly #make: () => C;
  #items: C[] = [];

  constructor(make: () => C) {
    this.#make = make;
  }
  get length() {
    return this.#items.length;
  }
  at(index: number) {
    return this.#items.at(index);
  }
  push() {
    const made = this.#make();
    this.#items.push(made);
    return made;
  }
  pop() {
    return this.#items.pop() !== undefined;
  }
  clear() {
    this.#items = [];
  }
  check() {
    return [];
  }
}

function sizeOf(collection: { readonly size?: number; readonly length?: number } | undefined): number {
  return collection?.size ?? collection?.length ?? 0;
}
