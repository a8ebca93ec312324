import { fill, holdsExactly } from "../../expect/contents.ts";
import { denied, refused, same } from "../../expect/expect.ts";
import { getEntry, getMany, getVersion, increment, write } from "../../host/batch.ts";
import { enter, leave, within } from "../../host/namespaces.ts";
import { count, deleteRange, range, rangeKeys, scan } from "../../host/ranges.ts";
import { get, set } from "../../host/storage.ts";
import { begin, commit, rollback } from "../../host/transactions.ts";
import { extend, getTtl, persist, setWithTtl } from "../../host/ttl.ts";
import { usage } from "../../host/usage.ts";
import { poll, watch } from "../../host/watch.ts";
import { call, restart, type WrittenLaw } from "../../plan/written-law.ts";
import { utf8 } from "../../values/bytes.ts";
import { learn, ROLES } from "../namespaces/named.ts";
import { isAbout, LONG } from "../ttl/times.ts";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about shared namespaces and of all that works in them. */
export const namespaceTogetherLaws: readonly WrittenLaw[] = [
  {
    name: "a cursor of one namespace is invalid-argument in another",
    where: "Ranges and cursors",
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        fill({ a: "1", b: "2", c: "3" });
        const { cursor } = rangeKeys({}, { limit: 1 });
        within(shared, () => {
          fill({ a: "1", b: "2", c: "3" });
          refused("invalid-argument", "in a shared namespace", () => rangeKeys({}, { cursor }));
          const shareds = rangeKeys({}, { limit: 1 }).cursor;
          within("", () =>
            refused("invalid-argument", "in the component's own", () => rangeKeys({}, { cursor: shareds })),
          );
          same("in its own", rangeKeys({}, { cursor: shareds }).keys, ["b", "c"]);
        });
      }, "one"),
    ],
  },
  {
    name: "versions are counted for each namespace",
    where: "Versions",
    assumes,
    roles: ROLES,
    steps: [
      learn,
      call(() => set("a", "1"), "one"),
      call(() => set("a", "2"), "one"),
      call((shared: string) => {
        set("a", "3");
        within(shared, () => set("a", "1"));
      }, "one"),
      call((shared: string) => {
        same("the version in the component's own", getVersion("a"), 3);
        within(shared, () => same("the version in the shared one", getVersion("a"), 1));
        same("storage-get", get("a"), utf8("3"));
      }, "one"),
    ],
  },
  {
    name: "a watch of a shared namespace tells what any component commits there",
    where: "Watches",
    roles: { ...ROLES, other: { ...ROLES.one, id: "-other" } },
    steps: [
      learn,
      call((shared: string) => ({ shared, id: within(shared, () => watch("")) }), "one"),
      call(({ shared }: { shared: string }) => {
        set("own", "1");
        within(shared, () => set("a", "1"));
      }, "other"),
      call(({ id, shared }: { id: number; shared: string }) => {
        // A poll works in any namespace.
        same(
          "the keys of the events",
          within(shared, () => poll(id)).events.map(({ key }) => key),
          ["a"],
        );
      }, "one"),
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
    name: "every function works in the namespace that was entered",
    where: "Shared namespaces",
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        fill({ own: "1" });
        within(shared, () => {
          write([["own", undefined]], [["a", "1"]]);
          increment("n", 1);
          setWithTtl("t", "1", LONG);
          same("storage-count", count({}), 3);
          same("the number of keys", usage().keyCount, 3);
          same("storage-delete-range", deleteRange({ start: "a" }), 3);
          set("i", "");
        });
        holdsExactly({ own: "1" });
      }, "one"),
      call((shared: string) => within(shared, () => holdsExactly({ i: "" })), "one"),
    ],
  },
  {
    name: "a grant of one namespace says nothing of another, whatever the function",
    where: "Permissions",
    roles: { ...ROLES, reader: { namespaces: { "app:$": { access: "read-only" } } } },
    steps: [
      learn,
      call(
        (shared: string) =>
          within(shared, () => {
            denied("write", "storage-write", () => write([], [["a", "1"]]));
            denied("write", "storage-increment", () => increment("a", 1));
            denied("write", "storage-set-with-ttl", () => setWithTtl("a", "1", 1));
            denied("write", "storage-delete-range", () => deleteRange({ prefix: "a" }));
            same("storage-usage", usage().keyCount, 0);
          }),
        "reader",
      ),
    ],
  },
  {
    name: "every function that reads does so in the namespace that was entered",
    where: "Shared namespaces",
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        fill({ a: "own", b: "own" });
        within(shared, () => {
          setWithTtl("a", "shared", LONG);
          same("storage-get-many", getMany(["a", "b"]), [utf8("shared"), undefined]);
          same("storage-get-entry", getEntry("a")?.value, utf8("shared"));
          const entries = [{ key: "a", value: utf8("shared") }];
          same("storage-range", range({}).entries, entries);
          same("storage-range-keys", rangeKeys({}).keys, ["a"]);
          same("storage-scan", scan("", undefined, 10).entries, entries);
          isAbout("storage-get-ttl", getTtl("a"), LONG);
          extend("a", LONG + 100);
          isAbout("storage-get-ttl after storage-extend", getTtl("a"), LONG + 100);
          same("storage-persist", persist("a"), true);
        });
        same("storage-get-ttl in its own", getTtl("a"), undefined);
      }, "one"),
    ],
  },
];
