import { fill, holdsExactly } from "../../expect/contents.ts";
import { holds, same } from "../../expect/expect.ts";
import { getVersion, increment, write } from "../../host/batch.ts";
import { count, deleteRange } from "../../host/ranges.ts";
import { remove, set } from "../../host/storage.ts";
import { begin, rollback } from "../../host/transactions.ts";
import { getTtl, persist, setWithTtl } from "../../host/ttl.ts";
import { usage } from "../../host/usage.ts";
import { poll, watch } from "../../host/watch.ts";
import { call, type WrittenLaw, wait } from "../../plan/written-law.ts";
import { utf8 } from "../../values/bytes.ts";
import { LATER, LONG, SOON } from "../ttl/times.ts";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about savepoints and watches, and of what they undo and tell. */
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
          [["a", getVersion("a")]],
          [
            ["a", undefined],
            ["c", "3"],
          ],
        );
        increment("n", 1);
        deleteRange({ prefix: "b" });
        persist("t");
        setWithTtl("a", "1", SOON);
        rollback();
        holdsExactly({ a: "1", b: "2", n: "7", t: "3" });
        same("storage-get-ttl", getTtl("a"), undefined);
        holds("that t still expires", getTtl("t") !== undefined, getTtl("t") ?? "none");
      }),
      wait(LATER),
      call(() => holdsExactly({ a: "1", b: "2", n: "7", t: "3" })),
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
      call((id: number) => same("the version", poll(id).events[0]?.version, getVersion("a"))),
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
        deleteRange({ prefix: "a" });
        set("b", "3");
        setWithTtl("d", "4", LONG);
        remove("c");
      }),
      call((id: number) => {
        const told = poll(id).events.map(({ key, operation }) => `${operation} ${key}`);
        same("the events", told.sort(), ["delete a", "delete c", "set b", "set d", "set n", "set new"]);
      }),
    ],
  },
  {
    name: "versions, numbers of keys and used bytes are those before the begin after a rollback",
    where: "One call is one transaction",
    steps: [
      call(() => fill({ a: "1", b: "2" })),
      call(() => {
        const versions = ["a", "b"].map(getVersion);
        begin();
        set("a", "11");
        remove("b");
        set("c", "3");
        rollback();
        same("the versions", ["a", "b", "c"].map(getVersion), [...versions, undefined]);
        same("the number of keys", usage().keyCount, 2);
        same("the used bytes", usage().usedBytes, 4);
        same("storage-count", count({}), 2);
        return versions;
      }),
      call((versions: number[]) => {
        same("the versions afterwards", ["a", "b"].map(getVersion), versions);
        same("the number of keys afterwards", usage().keyCount, 2);
      }),
    ],
  },
  {
    name: "what expired is told as such where it is told, and is never the value before of what is set after it",
    where: "Watches",
    steps: [
      call(() => setWithTtl("a", "1", SOON)),
      call(() => watch("")),
      wait(LATER),
      call(() => set("a", "2")),
      call((id: number) => {
        const { events } = poll(id);
        for (const { operation } of events) holds("set or expire", operation !== "delete", operation);
        const last = events.at(-1);
        same("the event of the set", last && [last.operation, last.oldValue, last.newValue], ["set", undefined, utf8("2")]);
      }),
    ],
  },
];
