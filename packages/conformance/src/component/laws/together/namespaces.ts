import { utf8 } from "../../bytes.ts";
import { fill, holdsExactly } from "../../contents.ts";
import { denied, refused, same } from "../../expect.ts";
import { increment, versionOf, write } from "../../host/batch.ts";
import { within } from "../../host/namespaces.ts";
import { count, range, rangeKeys, removeRange } from "../../host/ranges.ts";
import { get, set } from "../../host/storage.ts";
import { exportChunk, importLines } from "../../host/transfer.ts";
import { setWithTtl } from "../../host/ttl.ts";
import { usage } from "../../host/usage.ts";
import { poll, watch } from "../../host/watch.ts";
import { call, type WrittenLaw } from "../../law.ts";
import { LONG, learn, ROLES } from "./shared.ts";

const assumes = ["one-call-is-one-transaction"] as const;

/** What is promised of shared namespaces and all other interfaces. */
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
    name: "cursors of an export are those of a range over every key",
    where: "wit/storage-transfer.wit",
    steps: [
      call(() => {
        fill({ a: "1", b: "2", c: "3" });
        const { cursor } = range({}, { limit: 1 });
        const lines = exportChunk(cursor).lines.split("\n").slice(0, -1);
        same(
          "the keys of the chunk",
          lines.map((line) => (JSON.parse(line) as { key: string }).key),
          ["b", "c"],
        );
        const other = range({ start: "a" }, { limit: 1 }).cursor;
        refused("invalid-argument", "a cursor of another range", () => exportChunk(other));
      }),
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
          same("storage-delete-range", removeRange({ start: "a" }), 3);
          importLines('{"key":"i","value":""}\n');
        });
        holdsExactly({ own: "1" });
      }, "one"),
      call((shared: string) => within(shared, () => holdsExactly({ i: "" })), "one"),
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
        same("the version in the component's own", versionOf("a"), 3);
        within(shared, () => same("the version in the shared one", versionOf("a"), 1));
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
        // A poll works wherever the instance is.
        same(
          "the keys of the events",
          within(shared, () => poll(id)).events.map(({ key }) => key),
          ["a"],
        );
      }, "one"),
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
            denied("write", "storage-delete-range", () => removeRange({ prefix: "a" }));
            denied("admin", "storage-export", () => exportChunk());
            same("storage-usage", usage().keyCount, 0);
          }),
        "reader",
      ),
    ],
  },
];
