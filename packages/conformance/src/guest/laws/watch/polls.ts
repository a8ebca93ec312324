import { fill, holdsExactly } from "../../expect/contents.ts";
import { denied, holds, refused, same } from "../../expect/expect.ts";
import { set } from "../../host/storage.ts";
import { poll, unwatch, watch } from "../../host/watch.ts";
import { call, refusing, restart, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { manyBytes } from "../../values/bytes.ts";
import { accessLaw } from "../access-law.ts";
import { changed, told } from "./told.ts";

const where = "Watches";

const wit = "wit/storage-watch.wit";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about polling. */
export const pollLaws: readonly WrittenLaw[] = [
  {
    name: "an event is taken once",
    where: wit,
    steps: [
      call(() => watch("")),
      call(() => set("a", "1")),
      call((id: number) => {
        same("the events", told(poll(id)).length, 1);
        same("the events of the second poll", poll(id), { events: [], missed: 0 });
      }),
      call((id: number) => same("the events in the next call", poll(id), { events: [], missed: 0 })),
    ],
  },
  {
    name: "a poll takes at most as many events as it says, and the others wait in order",
    where: wit,
    steps: [
      call(() => watch("")),
      ...["a", "b", "c", "d", "e"].map((key) => call(() => set(key, ""))),
      call((id: number) => {
        const taken = (limit: number) => poll(id, limit).events.map(({ key }) => key);
        same("the first two", taken(2), ["a", "b"]);
        same("the next one", taken(1), ["c"]);
        same("the rest", taken(1_000), ["d", "e"]);
      }),
    ],
  },
  {
    name: "a limit of a poll is 1 to 1 000",
    where: wit,
    steps: [
      call(() => watch("")),
      call(() => set("a", "1")),
      call((id: number) => {
        for (const limit of [0, 1_001, 4_294_967_295])
          refused("invalid-argument", `storage-poll with the limit ${limit}`, () => poll(id, limit));
        same("the events", told(poll(id, 1)).length, 1);
      }),
    ],
  },
  {
    name: "an id that names no watch of the instance is invalid-argument",
    where: wit,
    roles: { again: {} },
    steps: [
      call(() => {
        refused("invalid-argument", "storage-poll before there is a watch", () => poll(1));
        refused("invalid-argument", "storage-poll of a large id", () => poll(2 ** 52));
        return watch("");
      }),
      call((id: number) => {
        refused("invalid-argument", "storage-poll of another instance's watch", () => poll(id));
        same("storage-unwatch of another instance's watch", unwatch(id), false);
      }, "again"),
      call((id: number) => {
        same("storage-unwatch", unwatch(id), true);
        same("the second storage-unwatch", unwatch(id), false);
        refused("invalid-argument", "storage-poll of a watch that has ended", () => poll(id));
      }),
    ],
  },
  {
    name: "watches of several instances, and several of one, are told the same",
    where,
    roles: { again: {} },
    steps: [
      call(() => ({ one: [watch(""), watch("")] })),
      call((memo: { one: number[] }) => ({ ...memo, other: watch("") }), "again"),
      call(() => set("a", "1"), "again"),
      call(({ one }: { one: number[] }) => {
        for (const id of one) same("the events", told(poll(id)), [changed("a", undefined, "1")]);
      }),
      call(
        ({ other }: { other: number }) => same("the events", told(poll(other)), [changed("a", undefined, "1")]),
        "again",
      ),
    ],
  },
  {
    name: "a watch ends with its instance",
    where,
    assumes,
    steps: [
      call(() => {
        const id = watch("");
        set("a", "1");
        return id;
      }),
      trapping(() => {}),
      call((id: number) => {
        refused("invalid-argument", "storage-poll after a trap", () => poll(id));
        return watch("");
      }),
      restart,
      call((id: number) => refused("invalid-argument", "storage-poll after a restart", () => poll(id))),
    ],
  },
  {
    name: "an instance has 32 watches at most",
    where: "Limits",
    steps: [
      call(() => {
        const ids = Array.from({ length: 32 }, () => watch(""));
        same("the number of different ids", new Set(ids).size, 32);
        refused("limit-exceeded", "the 33rd storage-watch", () => watch(""));
        unwatch(ids[5] ?? 0);
        watch("a");
        refused("limit-exceeded", "the 33rd storage-watch", () => watch(""));
      }),
    ],
  },
  {
    name: "making, polling and ending a watch is not undone when a call is rolled back",
    where: wit,
    assumes,
    steps: [
      refusing(() => watch("")),
      call(() => set("a", "1")),
      refusing((id: number) => {
        same("the events of a watch that was made by a call that failed", told(poll(id)).length, 1);
        set("a", "2");
      }),
      call((id: number) => same("the events that a call that failed has taken", told(poll(id)), [])),
      refusing((id: number) => void unwatch(id)),
      call((id: number) => same("storage-unwatch after one in a call that failed", unwatch(id), false)),
    ],
  },
  {
    name: "what does not fit is counted as missed, without a gap before it, and what comes later is complete again",
    where,
    steps: [
      call(() => watch("")),
      ...[0, 1, 2].map((round) =>
        call(() => {
          for (let index = 0; index < 500; index++) set(`${round} ${String(index).padStart(3, "0")}`, "");
        }),
      ),
      call((id: number) => {
        const { events, missed } = poll(id, 1_000);
        const { length } = events;
        holds("at least 1 500 changes, told or missed", length > 0 && length + missed >= 1_500, {
          told: length,
          missed,
        });
        const rounds = events.map(({ key }) => key[0]);
        same("the events are the first ones", rounds, [...rounds].sort());
        const isWhole = rounds.filter((round) => round === "0").length === Math.min(500, length);
        holds(
          "that no event of the first commit is left out while there are some of the second",
          isWhole,
          rounds.length,
        );
      }),
      call(() => set("later", "1")),
      call((id: number) => {
        const { events } = poll(id);
        same("the last event", events.at(-1)?.key, "later");
        same("what was missed after that", poll(id), { events: [], missed: 0 });
      }),
    ],
  },
  {
    name: "a prefix obeys the grammar of keys, and may be empty",
    where: wit,
    steps: [
      call(() => {
        for (const prefix of ["\u0000", "a\n", "\ufeff"])
          refused("invalid-key", `storage-watch of ${JSON.stringify(prefix)}`, () => watch(prefix));
        watch("");
      }),
    ],
  },
  accessLaw([
    ["storage-watch", "read", () => watch("")],
    ["storage-poll", "read", () => poll(1)],
    ["storage-unwatch", "read", () => unwatch(1)],
  ]),
  {
    name: "every key with the prefix has to be inside of one pattern, and polling needs nothing",
    where: "Permissions",
    roles: { narrow: { keys: ["users/*"], access: "read-only" } },
    steps: [
      call(() => {
        denied("keys:*", "storage-watch of everything", () => watch(""));
        denied("keys:users*", "storage-watch of users", () => watch("users"));
        return watch("users/");
      }, "narrow"),
      call(() => fill({ "users/a": "1", other: "2" })),
      call((id: number) => {
        same("the events", told(poll(id)), [changed("users/a", undefined, "1")]);
        same("storage-unwatch", unwatch(id), true);
      }, "narrow"),
      call(() => holdsExactly({ "users/a": "1", other: "2" })),
    ],
  },
  {
    name: "each instance of a component has room for watches of its own",
    where: "Limits",
    roles: { again: {} },
    steps: [
      call(() => {
        for (let index = 0; index < 32; index++) watch("");
      }),
      call(() => {
        const ids = Array.from({ length: 32 }, () => watch(""));
        same("the number of different ids", new Set(ids).size, 32);
      }, "again"),
    ],
  },
  {
    name: "no small event is told after a large one that was missed",
    where: "Watches",
    assumes: ["limits-of-the-contract", "one-call-is-one-transaction"],
    steps: [
      call(() => watch("")),
      ...[1, 2, 3, 4].map((index) => call(() => set(`${index}`, manyBytes(500_000)))),
      call(() => set("5", "small")),
      call((id: number) => {
        const { events, missed } = poll(id);
        const all = ["1", "2", "3", "4", "5"];
        same(
          "the keys of the events",
          events.map(({ key }) => key),
          all.slice(0, events.length),
        );
        same("how many were missed", missed, all.length - events.length);
      }),
    ],
  },
];
