import { fill, holdsExactly } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { clear, get, remove, set, size } from "../../host/storage.ts";
import { begin, commit, rollback } from "../../host/transactions.ts";
import { call, restart, type WrittenLaw } from "../../plan/written-law.ts";
import type { Value } from "../../values/bytes.ts";
import { Random } from "../../values/random.ts";
import { BEFORE, changeEverything, noneIsOpen } from "./ending.ts";

const where = "One call is one transaction";

/** Begins, ends and writes at random, and compares with a stack of maps. */
function wander(random: Random): Map<string, Value> {
  const open: Map<string, Value>[] = [];
  let model = new Map<string, Value>();
  for (let index = 0; index < 400; index++) {
    const chance = random.below(100);
    const key = `k${random.below(8)}`;
    if (chance < 15 && open.length < 8) {
      begin();
      open.push(new Map(model));
    } else if (chance < 25 && open.length > 0) {
      commit();
      open.pop();
    } else if (chance < 35 && open.length > 0) {
      rollback();
      model = open.pop() ?? model;
    } else if (chance < 50) same("storage-delete", remove(key), model.delete(key));
    else if (chance < 52) {
      clear();
      model.clear();
    } else {
      const value = random.bytes(12);
      set(key, value);
      model.set(key, value);
    }
    if (index % 20 === 0) holdsExactly(model);
  }
  while (open.pop() !== undefined) commit();
  holdsExactly(model);
  return model;
}

/** Laws about savepoints. */
export const nestingLaws: readonly WrittenLaw[] = [
  {
    name: "a transaction that is committed is a part of the call",
    where,
    steps: [
      call(() => {
        fill(BEFORE);
        begin();
        changeEverything();
        commit();
        holdsExactly({ a: "changed", c: "", new: "4" });
      }),
      restart,
      call(() => holdsExactly({ a: "changed", c: "", new: "4" })),
    ],
  },
  {
    name: "a transaction that is rolled back has written nothing, and the rest of the call stays",
    where,
    steps: [
      call(() => fill(BEFORE)),
      call(() => {
        set("first", "0");
        begin();
        set("a", "changed");
        remove("b");
        set("first", "changed");
        set("new", "4");
        rollback();
        holdsExactly({ ...BEFORE, first: "0" });
        set("last", "9");
      }),
      call(() => holdsExactly({ ...BEFORE, first: "0", last: "9" })),
    ],
  },
  {
    name: "rolling back undoes storage-clear",
    where,
    steps: [
      call(() => {
        fill(BEFORE);
        begin();
        clear();
        set("z", "26");
        holdsExactly({ z: "26" });
        rollback();
        holdsExactly(BEFORE);
      }),
      call(() => {
        begin();
        clear();
        rollback();
      }),
      call(() => holdsExactly(BEFORE)),
    ],
  },
  {
    name: "transactions nest: an inner one that is rolled back leaves the outer one",
    where,
    steps: [
      call(() => {
        begin();
        set("outer", "1");
        begin();
        set("inner", "2");
        set("outer", "changed");
        begin();
        set("innermost", "3");
        commit();
        rollback();
        holdsExactly({ outer: "1" });
        commit();
      }),
      call(() => holdsExactly({ outer: "1" })),
    ],
  },
  {
    name: "rolling back an outer transaction undoes an inner one that was committed",
    where,
    steps: [
      call(() => {
        set("a", "1");
        begin();
        begin();
        set("a", "2");
        set("b", "2");
        commit();
        holdsExactly({ a: "2", b: "2" });
        rollback();
        holdsExactly({ a: "1" });
      }),
      call(() => holdsExactly({ a: "1" })),
    ],
  },
  {
    name: "ending a transaction without one that is open is invalid-argument",
    where: "wit/storage-transactions.wit",
    steps: [
      call(() => {
        noneIsOpen();
        begin();
        commit();
        noneIsOpen();
        begin();
        rollback();
        noneIsOpen();
        set("a", "1");
      }),
      call(() => holdsExactly({ a: "1" })),
    ],
  },
  {
    name: "64 transactions can be open, one more is limit-exceeded, and they stay good",
    where: "Limits",
    steps: [
      call(() => {
        for (let depth = 0; depth < 64; depth++) {
          begin();
          set(`${depth}`, "");
        }
        refused("limit-exceeded", "the 65th storage-begin", begin);
        rollback();
        begin();
        set("again", "");
        for (let depth = 0; depth < 64; depth++) commit();
        noneIsOpen();
        same("storage-get of what the 64th has written", get("63"), undefined);
      }),
      call(() => same("storage-size", size(), 10 + 53 * 2 + 5)),
    ],
  },
  {
    name: "any number of transactions can follow on each other",
    where: "Limits",
    steps: [
      call(() => {
        for (let round = 0; round < 200; round++) {
          begin();
          set("round", `${round}`);
          if (round % 2 === 0) rollback();
          else commit();
        }
        holdsExactly({ round: "199" });
      }),
    ],
  },
  {
    name: "whatever is begun and ended is as with a stack of maps",
    where,
    steps: [21, 22, 23].flatMap((seed) => [
      call(() => {
        clear();
        const model = wander(new Random(seed));
        return [...model].map(([key, value]) => [key, Array.from(value as Uint8Array)]);
      }),
      call((memo: readonly (readonly [string, readonly number[]])[]) =>
        holdsExactly(new Map(memo.map(([key, bytes]) => [key, Uint8Array.from(bytes)]))),
      ),
    ]),
  },
];
