import { fill, holdsExactly } from "../../expect/contents.ts";
import { denied, refused, same } from "../../expect/expect.ts";
import { getEntry } from "../../host/batch.ts";
import { within } from "../../host/namespaces.ts";
import { range } from "../../host/ranges.ts";
import { clear, set } from "../../host/storage.ts";
import { begin, rollback } from "../../host/transactions.ts";
import { exportAll, exportChunk, importLines } from "../../host/transfer.ts";
import { setWithTtl } from "../../host/ttl.ts";
import { poll, watch } from "../../host/watch.ts";
import { call, type WrittenLaw, wait } from "../../plan/written-law.ts";
import { learn, ROLES } from "../namespaces/named.ts";
import { LATER, LONG, SOON } from "../ttl/times.ts";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about transfer and all other interfaces. */
export const transferTogetherLaws: readonly WrittenLaw[] = [
  {
    name: "an expiry is a part of an export, and of what is imported",
    where: "Transfer",
    steps: [
      call(() => {
        setWithTtl("a", "1", SOON);
        setWithTtl("b", "1", LONG);
        const lines = exportAll().join("");
        const [line = ""] = lines.split("\n");
        same(
          "expiresAt of the export",
          (JSON.parse(line) as { expiresAt: number }).expiresAt,
          getEntry("a")?.expiresAt,
        );
        clear();
        same("storage-import", importLines(lines), 2);
        holdsExactly({ a: "1", b: "1" });
      }),
      wait(LATER),
      call(() => holdsExactly({ b: "1" })),
    ],
  },
  {
    name: "an import without expiresAt takes an expiry away",
    where: "Expiry",
    steps: [
      call(() => {
        setWithTtl("a", "1", SOON);
        importLines('{"key":"a","value":"Mg=="}\n');
      }),
      wait(LATER),
      call(() => holdsExactly({ a: "2" })),
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
    name: "transfer is told, rolled back, and done in the namespace that was entered",
    where: "Shared namespaces",
    assumes,
    roles: ROLES,
    steps: [
      learn,
      call((shared: string) => {
        fill({ own: "1" });
        return { shared, id: within(shared, () => watch("")) };
      }, "one"),
      call(({ shared }: { shared: string }) => {
        within(shared, () => {
          importLines('{"key":"a","value":"MQ=="}\n');
          begin();
          importLines('{"key":"a","value":"Mg=="}\n{"key":"no","value":""}\n');
          rollback();
          same("the export", exportChunk().lines, '{"key":"a","value":"MQ=="}\n');
        });
        holdsExactly({ own: "1" });
      }, "one"),
      call(({ shared, id }: { shared: string; id: number }) => {
        same(
          "the keys of the events",
          poll(id).events.map(({ key }) => key),
          ["a"],
        );
        within(shared, () => holdsExactly({ a: "1" }));
      }, "one"),
    ],
  },
  {
    name: "what has expired is absent from an export",
    where: "Expiry",
    steps: [
      call(() => {
        setWithTtl("a", "1", SOON);
        set("b", "2");
      }),
      wait(LATER),
      call(() => same("the export", exportAll(), ['{"key":"b","value":"Mg=="}\n'])),
    ],
  },
  {
    name: "a grant of one namespace lets nobody take another out",
    where: "Permissions",
    roles: { ...ROLES, reader: { namespaces: { "app:$": { access: "read-only" } } } },
    steps: [
      learn,
      call((shared: string) => {
        exportChunk();
        within(shared, () => {
          denied("admin", "storage-export", () => exportChunk());
          denied("admin", "storage-import", () => importLines('{"key":"a","value":""}\n'));
        });
      }, "reader"),
    ],
  },
];
