import { holdsExactly } from "../../expect/contents.ts";
import { holds, refused, same } from "../../expect/expect.ts";
import { type Range, range, rangeKeys, scan } from "../../host/ranges.ts";
import { remove, set } from "../../host/storage.ts";
import { call, restart, type WrittenLaw } from "../../plan/written-law.ts";
import { expectedKeys, fillNumbered, LETTERS, letters } from "./walking.ts";

const where = "Ranges and cursors";

const wit = "wit/storage-ranges.wit";

/** Returns a cursor in the middle of the letters. */
function someCursor(within: Range = {}, reverse = false): string {
  letters();
  const { cursor } = rangeKeys(within, { limit: 2, reverse });
  holds("that a page of 2 of more keys has a cursor", cursor !== undefined, "none");
  return cursor ?? "";
}

/** Laws about cursors. */
export const cursorLaws: readonly WrittenLaw[] = [
  {
    name: "a cursor is good after a restart, in another instance, and as often as it is used",
    where,
    roles: { again: {} },
    steps: [
      call(() => someCursor()),
      call((cursor: string) => same("in another instance", rangeKeys({}, { cursor }).keys, LETTERS.slice(2)), "again"),
      restart,
      call((cursor: string) => {
        same("after a restart", rangeKeys({}, { cursor }).keys, LETTERS.slice(2));
        same("the second time", rangeKeys({}, { cursor }).keys, LETTERS.slice(2));
      }),
    ],
  },
  {
    name: "a cursor goes on after the last key that was served, whether that key is still there or not",
    where,
    steps: [
      call(() => someCursor()),
      call((cursor: string) => {
        remove("a/1");
        same("after it was deleted in the call", rangeKeys({}, { cursor }).keys, LETTERS.slice(2));
      }),
      call((cursor: string) => {
        same("in the next call", rangeKeys({}, { cursor }).keys, LETTERS.slice(2));
        remove("a/2");
        set("a/15", "new");
        set("!", "new");
        same("when keys came and went", rangeKeys({}, { cursor }).keys, ["a/15", ...LETTERS.slice(3)]);
      }),
    ],
  },
  {
    name: "no key is served twice, also in reverse, when keys are written between pages",
    where,
    steps: [
      call(() => someCursor({}, true)),
      call((cursor: string) => {
        set("\u{10ffff}", "new");
        set("\uffff", "changed");
        set("b2", "new");
        const expected = expectedKeys([...LETTERS.slice(0, -2), "b2"], {}, true);
        same("the rest in reverse", rangeKeys({}, { reverse: true, cursor }).keys, expected);
      }),
    ],
  },
  {
    name: "a walk that deletes what it has read comes to its end",
    where,
    steps: [
      call(() => fillNumbered(50)),
      call(() => {
        let cursor: string | undefined;
        let found = 0;
        do {
          const page = rangeKeys({}, { limit: 7, cursor });
          for (const key of page.keys) if (remove(key)) found++;
          cursor = page.cursor;
        } while (cursor !== undefined);
        same("the number of keys", found, 50);
        holdsExactly({});
      }),
    ],
  },
  {
    name: "a cursor is a text of printable ASCII",
    where: wit,
    steps: [
      call(() => {
        const cursor = someCursor();
        holds("a cursor of printable ASCII", /^[\u0020-\u007e]+$/.test(cursor), cursor);
      }),
    ],
  },
  {
    name: "a cursor that was altered anywhere is invalid-argument",
    where,
    steps: [
      call(() => {
        const cursor = someCursor();
        const isRefused = (what: string, altered: string) => {
          if (altered === cursor) return;
          refused("invalid-argument", `storage-range-keys of a cursor ${what}`, () =>
            rangeKeys({}, { cursor: altered }),
          );
          refused("invalid-argument", `storage-range of a cursor ${what}`, () => range({}, { cursor: altered }));
        };
        for (let at = 0; at < cursor.length; at++) {
          const other = cursor[at] === "A" ? "B" : "A";
          isRefused(`with another character ${at}`, cursor.slice(0, at) + other + cursor.slice(at + 1));
        }
        for (let cut = 0; cut < cursor.length; cut += 3) isRefused(`cut to ${cut}`, cursor.slice(0, cut));
        for (let at = 0; at <= cursor.length; at++)
          for (const more of [" ", "\n", "=", "!"])
            isRefused(`with ${JSON.stringify(more)} at ${at}`, cursor.slice(0, at) + more + cursor.slice(at));
        isRefused("with something after it", `${cursor}A`);
        isRefused("with itself after it", cursor + cursor);
        for (const made of ["x", "a/1", "0", "AAAA", "\u{1f600}", "=".repeat(10_000)])
          isRefused("that was made up", made);
      }),
    ],
  },
  {
    name: "a cursor from another range or another direction is invalid-argument",
    where,
    steps: [
      call(() => {
        const of = { prefix: "a", start: "a/1", end: "b" };
        const cursor = someCursor(of);
        for (const other of [
          { ...of, prefix: "" },
          { ...of, prefix: undefined },
          { ...of, prefix: "a/" },
          { ...of, start: undefined },
          { ...of, start: "a" },
          { ...of, end: undefined },
          { ...of, end: "c" },
        ])
          refused("invalid-argument", `in ${JSON.stringify(other)}`, () => rangeKeys(other, { cursor }));
        refused("invalid-argument", "in the other direction", () => rangeKeys(of, { reverse: true, cursor }));
        same("in its own range", rangeKeys(of, { cursor }).keys, ["a/3", "a0"]);
        const back = someCursor(of, true);
        refused("invalid-argument", "a reverse one forwards", () => range(of, { cursor: back }));
      }),
    ],
  },
  {
    name: "a cursor from another namespace is invalid-argument",
    where,
    roles: { other: { id: "-other" } },
    steps: [
      call(() => someCursor()),
      call((cursor: string) => {
        letters();
        refused("invalid-argument", "in another component", () => rangeKeys({}, { cursor }));
      }, "other"),
    ],
  },
  {
    name: "storage-scan takes cursors of its own prefix alone",
    where,
    steps: [
      call(() => {
        letters();
        const { cursor = "" } = scan("a", undefined, 2);
        same("storage-scan goes on", scan("a", cursor, 1).entries[0]?.key, "a/2");
        for (const bad of [`${cursor} `, ` ${cursor}`, `${cursor}A`, cursor.slice(1), "", "x"])
          refused("invalid-argument", `storage-scan of the cursor ${JSON.stringify(bad)}`, () => scan("a", bad, 2));
        refused("invalid-argument", "a cursor of another prefix", () => scan("", cursor, 2));
        const { cursor: back } = range({ prefix: "a" }, { reverse: true, limit: 2 });
        refused("invalid-argument", "a cursor of a walk in reverse", () => scan("a", back, 2));
      }),
    ],
  },
];
