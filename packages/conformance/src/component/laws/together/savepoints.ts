import { fill, holdsExactly } from "../../contents.ts";
import { holds, same } from "../../expect.ts";
import { increment, versionOf, write } from "../../host/batch.ts";
import { enter, leave, within } from "../../host/namespaces.ts";
import { rangeKeys, removeRange } from "../../host/ranges.ts";
import { remove, set } from "../../host/storage.ts";
import { begin, commit, rollback } from "../../host/transactions.ts";
import { importLines } from "../../host/transfer.ts";
import { persist, setWithTtl, ttlOf } from "../../host/ttl.ts";
import { poll, watch } from "../../host/watch.ts";
import { call, restart, type WrittenLaw, wait } from "../../law.ts";
import { LATER, LONG, learn, ROLES, SOON } from "./shared.ts";

const assumes = ["one-call-is-one-transaction"] as const;

/** What is promised of savepoints, watches and all other interfaces. */
export const savepointTogetherLaws: readonly WrittenLaw[] = [
  {
    name: "rolling back undoes writes of every function, and expiries",
    where: "One call is one transaction",
    steps: [
      call(() => {
        fill({ a: "1", b: "2", n: "7" });
        setWithTtl("t", "3", LONG);
      }),
      call(() => {
        begin();
        write(
          [["a", versionOf("a")]],
          [
            ["a", undefined],
            ["c", "3"],
          ],
        );
        increment("n", 1);
        removeRange({ prefix: "b" });
        persist("t");
        setWithTtl("a", "1", SOON);
        importLines('{"key":"d","value":""}\n');
        rollback();
        holdsExactly({ a: "1", b: "2", n: "7", t: "3" });
        same("storage-get-ttl", ttlOf("a"), undefined);
        holds("storage-get-ttl of t is none", ttlOf("t") !== undefined);
      }),
      wait(LATER),
      call(() => holdsExactly({ a: "1", b: "2", n: "7", t: "3" })),
    ],
  },
  {
    name: "cursors stay good, watches stay open and namespaces stay entered when a transaction is rolled back",
    where: "One call is one transaction",
    assumes,
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        fill({ a: "1", b: "2", c: "3" });
        begin();
        const { cursor } = rangeKeys({}, { limit: 1 });
        const id = watch("");
        enter(shared);
        set("x", "1");
        rollback();
        holdsExactly({});
        leave();
        same("the next page", rangeKeys({}, { cursor }).keys, ["b", "c"]);
        return id;
      }, "one"),
      call((id: number) => {
        same(
          "the keys of the events",
          poll(id)
            .events.map(({ key }) => key)
            .sort(),
          ["a", "b", "c"],
        );
      }, "one"),
    ],
  },
  {
    name: "rolling back undoes the writes in every namespace",
    where: "One call is one transaction",
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        set("a", "own");
        within(shared, () => {
          set("a", "shared");
          begin();
          set("a", "no");
          within("", () => set("a", "no"));
          rollback();
          holdsExactly({ a: "shared" });
        });
        holdsExactly({ a: "own" });
        begin();
        within(shared, () => set("b", "kept"));
        commit();
      }, "one"),
      restart,
      call((shared: string) => {
        holdsExactly({ a: "own" });
        within(shared, () => holdsExactly({ a: "shared", b: "kept" }));
      }, "one"),
    ],
  },
  {
    name: "what was rolled back is never told",
    where: "Watches",
    assumes,
    steps: [
      call(() => watch("")),
      call(() => {
        begin();
        set("no", "1");
        rollback();
        set("yes", "1");
      }),
      call((id: number) =>
        same(
          "the keys of the events",
          poll(id).events.map(({ key }) => key),
          ["yes"],
        ),
      ),
    ],
  },
  {
    name: "the version of an event is the one that the value carries",
    where: "wit/storage-watch.wit",
    steps: [
      call(() => watch("")),
      call(() => set("a", "1")),
      call((id: number) => same("the version", poll(id).events[0]?.version, versionOf("a"))),
    ],
  },
  {
    name: "every function that changes keys is told of",
    where: "Watches",
    assumes,
    steps: [
      call(() => {
        fill({ a: "1", b: "2", n: "7" });
        setWithTtl("c", "3", LONG);
      }),
      call(() => watch("")),
      call(() => {
        write([], [["new", "1"]]);
        increment("n", 1);
        removeRange({ prefix: "a" });
        importLines('{"key":"b","value":"Mw=="}\n');
        setWithTtl("d", "4", LONG);
        remove("c");
      }),
      call((id: number) => {
        const told = poll(id).events.map(({ key, operation }) => `${operation} ${key}`);
        same("the events", told.sort(), ["delete a", "delete c", "set b", "set d", "set n", "set new"]);
      }),
    ],
  },
];
