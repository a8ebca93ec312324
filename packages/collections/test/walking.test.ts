import { hostStorage } from "@airssys/storage";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { reset } from "../../storage/test/host-binding.ts";
import {
  IndexedMap,
  MapOf,
  MultiMap,
  PriorityQueue,
  StorageDeque,
  StorageMap,
  StorageQueue,
  StorageSet,
  StorageVector,
  TreeMap,
} from "../src/index.ts";

beforeEach(reset);

const RUNS = { numRuns: 120 };
const ids = fc.nat({ max: 200 });

/** What the loop does after each step: sets and deletes. */
const deeds = fc.array(fc.array(fc.tuple(fc.constantFrom("set", "delete"), ids), { maxLength: 4 }), { maxLength: 250 });

interface Keyed {
  set(id: number, value: number): void;
  delete(id: number): void;
  walk(reverse: boolean): Iterable<number | [number, number]>;
}

function mapLike(map: StorageMap<number, number>): Keyed {
  return {
    set: (id, value) => map.set(id, value),
    delete: (id) => map.delete(id),
    walk: (reverse) => map.entries({ reverse }),
  };
}

const KEYED: Record<string, () => Keyed> = {
  StorageMap: () => mapLike(new StorageMap("m")),
  TreeMap: () => mapLike(new TreeMap("m")),
  IndexedMap: () => mapLike(new IndexedMap<number, number>("m", { indexes: { byValue: (value) => value } })),
  "another handle of a StorageMap": () => ({
    ...mapLike(new StorageMap("m")),
    walk: (reverse) => new StorageMap<number, number>("m").entries({ reverse }),
  }),
  "the keys of a StorageSet": () => {
    const set = new StorageSet<number>("s");
    return { set: (id) => set.add(id), delete: (id) => set.delete(id), walk: (reverse) => set.values({ reverse }) };
  },
  "the keys of a map of maps": () => {
    const map = new MapOf<number, StorageMap<string, number>>("o", StorageMap);
    return {
      set: (id, value) => map.get(id).set(`k${value % 15}`, value),
      delete: (id) => map.delete(id),
      walk: (reverse) => map.keys({ reverse }),
    };
  },
  "the keys of a MultiMap": () => {
    const map = new MultiMap<number, number>("t");
    return {
      set: (id, value) => map.add(id, value % 15),
      delete: (id) => map.delete(id),
      walk: (reverse) => map.keys({ reverse }),
    };
  },
};

describe.each(Object.entries(KEYED))("%s", (_name, make) => {
  test("walks what is there when its turn has come, whatever the loop does", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.uniqueArray(ids, { maxLength: 150 }), deeds, fc.boolean(), (begin, plan, reverse) => {
        reset();
        const collection = make();
        const model = new Map<number, number>();
        const set = (id: number, value: number) => {
          collection.set(id, value);
          model.set(id, value);
        };
        for (const id of begin) set(id, 0);
        let last: number | undefined;
        let step = 0;
        const next = () => {
          const rest = [...model.keys()].filter((id) => last === undefined || (reverse ? id < last : id > last));
          return rest.length === 0 ? undefined : reverse ? Math.max(...rest) : Math.min(...rest);
        };
        for (const item of collection.walk(reverse)) {
          const id = next()!;
          expect(item).toEqual(Array.isArray(item) ? [id, model.get(id)] : id);
          last = id;
          for (const [deed, other] of plan[step++] ?? []) {
            if (deed === "set") set(other, step);
            else {
              collection.delete(other);
              model.delete(other);
            }
          }
        }
        expect(next()).toBeUndefined();
      }),
      RUNS,
    );
  });
});

interface Element {
  readonly id: number;
  readonly version: number;
}

describe("a StorageVector", () => {
  const deed = fc.tuple(fc.constantFrom("swapRemove", "current", "pop", "push", "set"), fc.nat({ max: 60 }));
  const plans = fc.array(fc.array(deed, { maxLength: 3 }), { maxLength: 120 });

  test("visits every element that stays exactly once, where it is by then", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), plans, fc.boolean(), (count, plan, reverse) => {
        reset();
        const vector = new StorageVector<Element>("v");
        const other = new StorageVector<Element>("v");
        const model = Array.from({ length: count }, (_, id): Element => ({ id, version: 0 }));
        vector.push(...model);
        const begun = model.map(({ id }) => id);
        const visited: number[] = [];
        let step = 0;
        let pushed = 0;
        for (const [index, element] of vector.entries({ reverse })) {
          expect(element).toEqual(model[index]);
          visited.push(element.id);
          for (const [name, at] of plan[step++] ?? []) {
            if (name === "push") {
              const made = { id: 1000 + pushed++, version: 0 };
              vector.push(made);
              model.push(made);
            } else if (name === "pop") {
              expect(other.pop()).toEqual(model.pop());
            } else if (name === "set") {
              if (at >= model.length) continue;
              const changed = { ...model[at]!, version: step };
              vector.set(at, changed);
              model[at] = changed;
            } else {
              const where = name === "current" ? index : at;
              if (where >= model.length) continue;
              const last = model.pop()!;
              const removed = where === model.length ? last : model[where];
              if (where < model.length) model[where] = last;
              expect(other.swapRemove(where)).toEqual(removed);
            }
          }
        }
        expect(new Set(visited).size).toBe(visited.length);
        const stayed = model.map(({ id }) => id).filter((id) => begun.includes(id));
        expect(visited).toEqual(expect.arrayContaining(stayed));
        expect([...vector]).toEqual(model);
      }),
      { numRuns: 300 },
    );
  });

  test("can be emptied of what is not wanted in one walk", () => {
    const vector = new StorageVector<string>("v");
    vector.push(..."abcdef");
    const visited: string[] = [];
    for (const [index, letter] of vector.entries()) {
      visited.push(letter);
      if (letter !== "c") vector.swapRemove(index);
    }
    expect(visited.toSorted()).toEqual([..."abcdef"]);
    expect([...vector]).toEqual(["c"]);
  });
});

describe("an index", () => {
  const plans = fc.array(
    fc.array(fc.tuple(fc.constantFrom("set", "delete"), fc.nat({ max: 40 }), fc.nat({ max: 9 })), { maxLength: 3 }),
    {
      maxLength: 120,
    },
  );

  test.each([false, true])(
    "visits every entry that stays exactly once, also if it moves in the index (unique: %s)",
    { timeout: 120_000 },
    (unique) => {
      fc.assert(
        fc.property(fc.nat({ max: 40 }), plans, fc.boolean(), (count, plan, reverse) => {
          reset();
          const by = ({ id, version }: Element) => (unique ? version * 1000 + id : version);
          const map = new IndexedMap("m", { indexes: { by: { by, unique } } });
          const model = new Map<string, Element>();
          const set = (id: number, version: number) => {
            map.set(`${id}`, { id, version });
            model.set(`${id}`, { id, version });
          };
          for (let id = 0; id < count; id++) set(id, (id * 7) % 10);
          const begun = [...model.keys()];
          const gone = new Set<string>();
          const visited: string[] = [];
          let step = 0;
          for (const [key, element] of map.index("by").range({ reverse })) {
            expect(element).toEqual(model.get(key));
            visited.push(key);
            for (const [deed, id, version] of plan[step++] ?? []) {
              if (deed === "set") set(id, version);
              else {
                map.delete(`${id}`);
                model.delete(`${id}`);
                gone.add(`${id}`);
              }
            }
          }
          const stayed = begun.filter((key) => !gone.has(key));
          expect(visited.filter((key) => stayed.includes(key)).toSorted()).toEqual(stayed.toSorted());
          expect(map.check()).toEqual([]);
        }),
        RUNS,
      );
    },
  );

  test("that is walked while each entry moves ahead in it ends", () => {
    const map = new IndexedMap("m", { indexes: { byAge: ({ age }: { age: number }) => age } });
    for (const name of ["ada", "bob", "eve"]) map.set(name, { age: 1 });
    let steps = 0;
    for (const [name, { age }] of map.index("byAge").range()) {
      map.set(name, { age: age + 1 });
      steps++;
    }
    expect(steps).toBe(3);
  });
});

test("queues are walked in their order while both ends move", () => {
  const deque = new StorageDeque<number>("d");
  deque.push(...Array.from({ length: 30 }, (_, index) => index));
  const visited: number[] = [];
  for (const value of deque) {
    visited.push(value);
    if (value === 5) deque.pop();
    if (value === 6) deque.push(100);
    if (value < 10) deque.shift();
  }
  expect(visited).toEqual([...Array.from({ length: 29 }, (_, index) => index), 100]);
  const queue = new PriorityQueue<number>("p");
  for (const priority of [3, 1, 2]) queue.push(priority, priority);
  const order: number[] = [];
  for (const value of queue) {
    order.push(value);
    if (value === 1) queue.push(5, 5);
    queue.shift();
  }
  expect(order).toEqual([1, 2, 3, 5]);
});

test("a queue whose loop pushes what it shifts goes round until something ends it", () => {
  const queue = new StorageQueue<number>("q");
  queue.push(1, 2, 3);
  const visited: number[] = [];
  for (const value of queue.values({ limit: queue.length })) {
    visited.push(value);
    queue.shift();
    queue.push(value);
  }
  expect([visited, [...queue]]).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  let rounds = 0;
  for (const value of queue) {
    if (rounds++ === 50) break;
    queue.shift();
    queue.push(value);
  }
  expect([rounds, queue.length]).toEqual([51, 3]);
});

describe("a transaction that is undone in the middle of a walk", () => {
  const undone = (work: () => void) => {
    expect(() =>
      hostStorage.transaction(() => {
        work();
        throw new Error("undo");
      }),
    ).toThrow("undo");
  };

  test.each([false, true])("is as if it had never been (reverse: %s)", (reverse) => {
    const vector = new StorageVector<number>("v");
    vector.push(...Array.from({ length: 40 }, (_, index) => index));
    const visited: number[] = [];
    for (const [index, value] of vector.entries({ reverse })) {
      visited.push(value);
      undone(() => {
        hostStorage.transaction(() => vector.swapRemove(index));
        vector.swapRemove(0);
      });
    }
    expect(visited.toSorted((left, right) => left - right)).toEqual([...vector]);
  });

  test("takes back what the walk has read ahead in it", () => {
    const map = new StorageMap<number, string>("m");
    map.setMany(Array.from({ length: 30 }, (_, key) => [key, "old"]));
    const walk = map.entries();
    walk.next();
    undone(() => {
      for (let key = 0; key < 30; key++) map.set(key, "new");
      expect(walk.next().value).toEqual([1, "new"]);
    });
    expect([...walk]).toEqual(Array.from({ length: 28 }, (_, index) => [index + 2, "old"]));
  });

  test("ends the walk if it had followed there what moved", () => {
    const vector = new StorageVector<number>("v");
    vector.push(...Array.from({ length: 30 }, (_, index) => index));
    const walk = vector.values();
    walk.next();
    undone(() => {
      vector.swapRemove(0);
      walk.next();
    });
    expect(() => walk.next()).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    expect([...vector]).toHaveLength(30);
  });

  test("disturbs no walk when it is kept", () => {
    const vector = new StorageVector<number>("v");
    vector.push(...Array.from({ length: 30 }, (_, index) => index));
    const visited: number[] = [];
    hostStorage.transaction(() => {
      for (const [index, value] of vector.entries()) {
        visited.push(value);
        hostStorage.transaction(() => vector.swapRemove(index));
      }
    });
    expect([visited.toSorted((left, right) => left - right), vector.length]).toEqual([
      Array.from({ length: 30 }, (_, index) => index),
      0,
    ]);
  });
});

test("two walks at once do not disturb each other", () => {
  const map = new StorageMap<number, number>("m");
  map.setMany(Array.from({ length: 25 }, (_, index) => [index, index]));
  const pairs: [number, number][] = [];
  for (const [left] of map) for (const [right] of map) pairs.push([left, right]);
  expect(pairs).toHaveLength(625);
});

test("a walk that was dropped keeps nothing alive and hinders nobody", () => {
  const map = new StorageMap<number, number>("m");
  map.set(1, 1);
  for (let round = 0; round < 5_000; round++) map.keys().next();
  map.set(2, 2);
  expect([...map.keys()]).toEqual([1, 2]);
});

test("a walk that stands still while more is moved than is remembered ends with an error, and not with a wrong answer", () => {
  const vector = new StorageVector<number>("v");
  vector.push(...Array.from({ length: 2_000 }, (_, index) => index));
  const walk = vector.values();
  walk.next();
  for (let round = 0; round < 1_025; round++) vector.pop();
  expect(() => walk.next()).toThrow(expect.objectContaining({ code: "limit-exceeded" }));
});
