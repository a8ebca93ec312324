// What is done to collections at random: for each kind its commands, the collection, and the model that it has to be
// like.
import type { KeyPart } from "@airssys/storage/keys";
import fc from "fast-check";
import type { KindName } from "./fixtures/collections.ts";
import type { Command } from "./fixtures/perform.ts";
import {
  CellModel,
  CounterModel,
  DequeModel,
  MapModel,
  MapOfModel,
  MultiMapModel,
  PriorityQueueModel,
  SetModel,
  TreeMapModel,
  VectorModel,
  VectorOfModel,
} from "./models.ts";

/** One kind of collection, to be tried against its model. */
export interface Kind {
  readonly command: fc.Arbitrary<Command>;
  model(): object;
}

/** Few enough to meet again, and with what escapes, tags and separators are made of. */
const text = fc.constantFrom("", "a", "ab", "b", " ", "!", '"', "a!", "a b", 'a"', "\0", "\u00a0", "😀", "\ufeff", "z");
const key: fc.Arbitrary<KeyPart> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.constantFrom<KeyPart>(0, 1, -1, 1.5, 1e300, true, false, 7n, -7n, new Date(0), new Date("2026-01-01")),
  fc.constantFrom<KeyPart>([], ["a"], ["a", ""], ["a", "b"], ["ab"], [["a"], ""], [["a", ""]], ["a", 1], [1, "!"]),
);
const value = fc.constantFrom<unknown>(0, "", false, null, 1, "x", [], {}, { a: 1 }, [0, ""], "é");
const index = fc.integer({ min: -3, max: 14 });
const whole = fc.integer({ min: 0, max: 12 });

function walk<K>(after: fc.Arbitrary<K>): fc.Arbitrary<object> {
  return fc.record({ reverse: fc.boolean(), limit: whole, after }, { requiredKeys: [] });
}
const course = fc.record({ reverse: fc.boolean(), limit: whole }, { requiredKeys: [] });
const bounds = fc.record({ start: key, end: key, last: key }, { requiredKeys: [] });

function call(name: string, ...args: fc.Arbitrary<unknown>[]): fc.Arbitrary<Command> {
  return fc.tuple(fc.constant(name), ...args) as fc.Arbitrary<Command>;
}

const often = (arbitrary: fc.Arbitrary<Command>) => ({ weight: 8, arbitrary });

const values = fc.array(value, { maxLength: 12 });
const lookups = [
  often(call("set", key, value)),
  call("get", key),
  call("getMany", fc.array(key)),
  call("has", key),
  call("delete", key),
  call("setMany", fc.array(fc.tuple(key, value))),
  call("getOrInsert", key, value),
  { weight: 1, arbitrary: call("clear") },
];
const maps = [
  ...lookups,
  call("size"),
  call("keys", walk(key)),
  call("values", walk(key)),
  call("entries", walk(key)),
  call("entries"),
  call("check"),
];
const trees = [
  ...maps,
  call("first"),
  call("last"),
  ...["floor", "ceiling", "lower", "higher"].map((name) => call(name, key)),
  call(
    "range",
    fc.tuple(bounds, course).map(([left, right]) => ({ ...left, ...right })),
  ),
  call("count", bounds),
  { weight: 1, arbitrary: call("deleteRange", fc.record({ start: key, end: key })) },
];
const memberships = [
  often(call("add", key)),
  call("has", key),
  call("delete", key),
  call("addMany", fc.array(key)),
  { weight: 1, arbitrary: call("clear") },
];
const sets = [...memberships, call("size"), call("values", walk(key)), call("entries", walk(key)), call("check")];
const vectors = [
  often(
    fc.tuple(fc.constant("push"), fc.array(value, { maxLength: 12 })).map(([name, many]) => [name, ...many] as Command),
  ),
  call("pop"),
  call("at", index),
  call("set", index, value),
  call("swapRemove", index),
  call("length"),
  call("slice"),
  call("slice", index, index),
  call("keys", walk(whole)),
  call("values", walk(whole)),
  call("entries", walk(whole)),
  call("check"),
  { weight: 1, arbitrary: call("clear") },
];
const queues = [
  often(values.map((many): Command => ["push", ...many])),
  often(call("shift")),
  call("shiftMany", whole),
  call("at", index),
  call("length"),
  call("values", course),
  call("check"),
  { weight: 1, arbitrary: call("clear") },
];
const deques = [...queues, often(values.map((many): Command => ["unshift", ...many])), often(call("pop"))];
const priorities = [
  often(call("push", value, key)),
  call("shift"),
  call("shiftMany", whole),
  call("pop"),
  call("first"),
  call("last"),
  call("size"),
  call("values", course),
  call("entries", course),
  call("check"),
  { weight: 1, arbitrary: call("clear") },
];
const pairs = [
  often(call("add", key, key)),
  call("has", key),
  call("has", key, key),
  call("delete", key),
  call("delete", key, key),
  call("size"),
  call("keys", walk(key)),
  call("entries", course),
  call("check"),
  call("in", key, fc.constant("values")),
  { weight: 1, arbitrary: call("clear") },
];
const counters = [
  often(call("increment", whole)),
  call("increment"),
  call("decrement", whole),
  call("value"),
  call("set", fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n })),
  call("check"),
  call("clear"),
];
const cells = [often(call("set", value)), call("get"), call("has"), call("delete"), call("check"), call("clear")];

function inside(inner: readonly unknown[], at: fc.Arbitrary<unknown>): fc.Arbitrary<Command> {
  return fc.tuple(at, oneOf(inner)).map(([where, command]) => ["in", where, ...command]);
}

const outer = [
  call("has", key),
  call("delete", key),
  call("keys", walk(key)),
  call("size"),
  call("check"),
  { weight: 1, arbitrary: call("clear") },
];
const places = [
  often(call("push")),
  { weight: 1, arbitrary: call("pop") },
  call("length"),
  call("check"),
  { weight: 1, arbitrary: call("clear") },
];

/** The commands and those with a weight. */
function oneOf(commands: readonly unknown[]): fc.Arbitrary<Command> {
  return fc.oneof(...(commands as [fc.MaybeWeightedArbitrary<Command>]));
}

function kind(commands: readonly unknown[], model: () => object): Kind {
  return { command: oneOf(commands), model };
}

/** Every kind of collection by its name: what is done to it, and what it has to be like. */
export const KINDS: Readonly<Record<KindName, Kind>> = {
  LookupMap: kind(lookups, () => new MapModel()),
  StorageMap: kind(maps, () => new MapModel()),
  TreeMap: kind(trees, () => new TreeMapModel()),
  IndexedMap: kind(maps, () => new MapModel()),
  LookupSet: kind(memberships, () => new SetModel()),
  StorageSet: kind(sets, () => new SetModel()),
  StorageVector: kind(vectors, () => new VectorModel()),
  StorageQueue: kind(queues, () => new DequeModel()),
  StorageDeque: kind(deques, () => new DequeModel()),
  PriorityQueue: kind(priorities, () => new PriorityQueueModel()),
  MultiMap: kind(pairs, () => new MultiMapModel()),
  Counter: kind(counters, () => new CounterModel()),
  Cell: kind(cells, () => new CellModel<unknown>([1])),
  "a map of maps": kind([...outer, often(inside(maps, key))], () => new MapOfModel(() => new MapModel())),
  "a map of vectors": kind([...outer, often(inside(vectors, key))], () => new MapOfModel(() => new VectorModel())),
  "a map of maps of sets": kind([...outer, often(inside([...outer, often(inside(sets, key))], key))], () => {
    return new MapOfModel(() => new MapOfModel(() => new SetModel()));
  }),
  "a vector of maps": kind([...places, often(inside(maps, index))], () => new VectorOfModel(() => new MapModel())),
};
