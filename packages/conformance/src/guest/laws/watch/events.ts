import { fill } from "../../expect/contents.ts";
import { same } from "../../expect/expect.ts";
import { clear, remove, set } from "../../host/storage.ts";
import { poll, watch } from "../../host/watch.ts";
import { call, refusing, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { utf8 } from "../../values/bytes.ts";
import { changed, type Told, told } from "./told.ts";

const where = "Watches";

const wit = "wit/storage-watch.wit";

const assumes = ["one-call-is-one-transaction"] as const;

function byKey(events: readonly Told[]): Told[] {
  return events.toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

/** Laws about what is told. */
export const toldLaws: readonly WrittenLaw[] = [
  {
    name: "a watch tells of the commit of the very call that made it",
    where,
    assumes,
    steps: [
      call(() => {
        set("before it", "0");
        const id = watch("");
        set("a", "1");
        return id;
      }),
      call((id: number) => {
        const events = byKey(told(poll(id)));
        same("the events", events, [changed("a", undefined, "1"), changed("before it", undefined, "0")]);
      }),
    ],
  },
  {
    name: "a watch tells of what is committed after it was made, and of nothing before",
    where,
    steps: [
      call(() => set("a", "1")),
      call(() => watch("")),
      call((id: number) => same("the events", poll(id), { events: [], missed: 0 })),
      call(() => set("b", "2")),
      call((id: number) => same("the events", told(poll(id)), [changed("b", undefined, "2")])),
    ],
  },
  {
    name: "an event has the value before and the value after, none where there is none",
    where,
    steps: [
      call(() => watch("")),
      call(() => set("a", "1")),
      call(() => set("a", "")),
      call(() => void remove("a")),
      call(() => void remove("a")),
      call((id: number) => {
        const expected = [changed("a", undefined, "1"), changed("a", "1", ""), changed("a", "", undefined)];
        same("the events", told(poll(id)), expected);
      }),
    ],
  },
  {
    name: "events come in the order of commits, and those of one commit have one version",
    where,
    assumes,
    steps: [
      call(() => watch("")),
      call(() => fill({ z: "1", y: "1" })),
      call(() => fill({ a: "2" })),
      call(() => fill({ m: "3", b: "3" })),
      call((id: number) => {
        const { events } = poll(id);
        same(
          "the keys by commit",
          events.map(({ newValue }) => newValue),
          ["1", "1", "2", "3", "3"].map(utf8),
        );
        const versions = events.map(({ version }) => version);
        const [first = 0] = versions;
        same("the versions", versions, [first, first, first + 1, first + 2, first + 2]);
      }),
    ],
  },
  {
    name: "each change of a commit to a key is one event, however often the call wrote it",
    where,
    assumes,
    steps: [
      call(() => {
        set("a", "before");
        set("b", "before");
      }),
      call(() => watch("")),
      call(() => {
        set("a", "1");
        set("a", "2");
        remove("a");
        set("a", "3");
        set("b", "1");
        remove("b");
      }),
      call((id: number) => {
        const expected = [changed("a", "before", "3"), changed("b", "before", undefined)];
        same("the events", byKey(told(poll(id))), expected);
      }),
    ],
  },
  {
    name: "a watch tells of keys with its prefix and of no others",
    where: wit,
    steps: [
      call(() => [watch("users/"), watch("users/b"), watch("none")]),
      call(() => fill({ "users/a": "1", "users/b": "2", users: "3", "Users/a": "4" })),
      call(([all = 0, some = 0, none = 0]: number[]) => {
        same(
          "of users/",
          byKey(told(poll(all))).map(({ key }) => key),
          ["users/a", "users/b"],
        );
        same("of users/b", told(poll(some)), [changed("users/b", undefined, "2")]);
        same("of a prefix that nothing has", told(poll(none)), []);
      }),
    ],
  },
  {
    name: "storage-clear is told as the removal of each key",
    where,
    steps: [
      call(() => fill({ a: "1", b: "2" })),
      call(() => watch("")),
      call(clear),
      call((id: number) => {
        same("the events", byKey(told(poll(id))), [changed("a", "1", undefined), changed("b", "2", undefined)]);
      }),
    ],
  },
  {
    name: "what a failed call wrote is never told",
    where,
    assumes,
    roles: { writer: {} },
    steps: [
      call(() => watch("")),
      trapping(() => fill({ a: "no" }), "writer"),
      refusing(() => fill({ b: "no" }), "writer"),
      call((id: number) => same("the events", told(poll(id)), [])),
      call(() => fill({ c: "yes" }), "writer"),
      call((id: number) => same("the events", told(poll(id)), [changed("c", undefined, "yes")])),
    ],
  },
  {
    name: "the changes of a call are told once it is committed, and not within it",
    where,
    assumes,
    steps: [
      call(() => watch("")),
      call((id: number) => {
        set("a", "1");
        same("the events in the call", told(poll(id)), []);
      }),
      call((id: number) => same("the events in the next call", told(poll(id)), [changed("a", undefined, "1")])),
    ],
  },
  {
    name: "what other components change is not told",
    where: "Who asks",
    roles: { other: { id: "-other" } },
    steps: [
      call(() => watch("")),
      call(() => fill({ a: "1" }), "other"),
      call((id: number) => same("the events", poll(id), { events: [], missed: 0 })),
    ],
  },
  {
    name: "an event of a removal has the version of the commit that removed it",
    where: wit,
    steps: [
      call(() => watch("")),
      call(() => set("a", "1")),
      call(() => void remove("a")),
      call(() => set("a", "2")),
      call((id: number) => {
        const { events } = poll(id);
        const [first = 0] = events.map(({ version }) => version);
        same(
          "the versions",
          events.map(({ operation, version }) => `${operation} ${version}`),
          [`set ${first}`, `delete ${first + 1}`, `set ${first + 2}`],
        );
      }),
    ],
  },
  {
    name: "nothing in the prefix of a watch stands for anything else",
    where: "Keys, values, order",
    steps: [
      call(() => [watch("a%"), watch("a_"), watch("e\u0301"), watch("A")]),
      call(() => fill({ ab: "1", "a%b": "2", a_b: "3", "\u00e9x": "4", "e\u0301x": "5", Ab: "6" })),
      call((ids: number[]) =>
        same(
          "the keys of the events of each",
          ids.map((id) => poll(id).events.map(({ key }) => key)),
          [["a%b"], ["a_b"], ["e\u0301x"], ["Ab"]],
        ),
      ),
    ],
  },
];
