import { fill, holdsExactly } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { count, deleteRange, range, rangeKeys, scan } from "../../host/ranges.ts";
import { remove, set } from "../../host/storage.ts";
import { call, refusing, trapping, type WrittenLaw } from "../../plan/written-law.ts";
import { utf8 } from "../../values/bytes.ts";
import { expectedKeys, fillNumbered, LETTERS, letters, numbered, RANGES, walked, withoutValues } from "./walking.ts";

const where = "Ranges and cursors";

const wit = "wit/storage-ranges.wit";

/** Laws about bounds, counts and removal. */
export const boundLaws: readonly WrittenLaw[] = [
  {
    name: "a range is every key that begins with the prefix, is not before the start, and is before the end",
    where,
    steps: [
      call(letters),
      call(() => {
        for (const within of RANGES) {
          const expected = expectedKeys(LETTERS, within);
          same(`storage-range-keys of ${JSON.stringify(within)}`, rangeKeys(within).keys, expected);
          same(`storage-range of ${JSON.stringify(within)}`, withoutValues(range(within)).keys, expected);
          same(`storage-count of ${JSON.stringify(within)}`, count(within), expected.length);
        }
      }),
    ],
  },
  {
    name: "a walk in reverse is the same range from its last key to its first",
    where: wit,
    steps: [
      call(letters),
      call(() => {
        for (const within of RANGES) {
          const expected = expectedKeys(LETTERS, within, true);
          same(`storage-range-keys of ${JSON.stringify(within)}`, rangeKeys(within, { reverse: true }).keys, expected);
          same(`pages of 2 of ${JSON.stringify(within)}`, walked(within, { reverse: true, limit: 2 }), expected);
        }
      }),
    ],
  },
  {
    name: "storage-range answers each key with its value",
    where: wit,
    steps: [
      call(() => fill({ a: "1", b: "", c: "333" })),
      call(() => {
        const expected = [
          { key: "a", value: utf8("1") },
          { key: "b", value: utf8("") },
          { key: "c", value: utf8("333") },
        ];
        same("storage-range", range({}).entries, expected);
        same("storage-range in reverse", range({}, { reverse: true }).entries, expected.toReversed());
        same("storage-scan", scan("", undefined, 10).entries, expected);
      }),
    ],
  },
  {
    name: "storage-scan reads the entries that begin with a prefix, page by page",
    where: wit,
    steps: [
      call(letters),
      call(() => {
        const first = scan("a", undefined, 3);
        same("the first page", withoutValues(first).keys, ["a", "a/1", "a/2"]);
        const second = scan("a", first.cursor, 3);
        same("the second page", withoutValues(second).keys, ["a/3", "a0"]);
        same("its cursor", second.cursor, undefined);
        same("storage-scan of what nothing begins with", scan("none", undefined, 1), {
          entries: [],
          cursor: undefined,
        });
      }),
    ],
  },
  {
    name: "bounds obey the grammar of keys, and a prefix may be empty",
    where: "Keys, values, order",
    steps: [
      call(() => {
        letters();
        for (const bad of ["", "a\u0000", "\u0085", "\ufeffa"]) {
          const text = JSON.stringify(bad);
          if (bad !== "") refused("invalid-key", `storage-range of the prefix ${text}`, () => range({ prefix: bad }));
          refused("invalid-key", `storage-range of the start ${text}`, () => range({ start: bad }));
          refused("invalid-key", `storage-range-keys of the end ${text}`, () => rangeKeys({ end: bad }));
          refused("invalid-key", `storage-count of the start ${text}`, () => count({ start: bad }));
          refused("invalid-key", `storage-delete-range of the end ${text}`, () => deleteRange({ end: bad }));
        }
        refused("invalid-key", "storage-scan of an invalid prefix", () => scan("\u007f", undefined, 1));
        same("storage-range of the empty prefix", withoutValues(range({ prefix: "" })).keys, LETTERS);
      }),
    ],
  },
  {
    name: "storage-count counts any number of keys, with the call's own writes",
    where: wit,
    steps: [
      ...[0, 2_100, 4_200, 6_300].map((first) => call(() => fillNumbered(2_100, first))),
      call(() => {
        fillNumbered(1_650, 8_400);
        same("storage-count", count({}), 10_050);
      }),
      call(() => {
        remove(numbered(0));
        set("other", "");
        same("storage-count of a prefix", count({ prefix: "n" }), 10_049);
        same("storage-count of everything", count({}), 10_050);
      }),
    ],
  },
  {
    name: "storage-delete-range removes the keys of a range and no others, and answers how many there were",
    where: wit,
    steps: [
      call(letters),
      call(() => {
        same("storage-delete-range of a prefix", deleteRange({ prefix: "a/" }), 3);
        same("the second time", deleteRange({ prefix: "a/" }), 0);
        same("of an empty range", deleteRange({ start: "c", end: "b" }), 0);
        same(
          "the keys",
          rangeKeys({}).keys,
          LETTERS.filter((key) => !key.startsWith("a/")),
        );
        set("bb", "own");
        same("of a start and an end", deleteRange({ start: "b", end: "\u00e9" }), 3);
        same("the keys", rangeKeys({}).keys, ["a", "a0", "\u00e9", "\uffff", "\u{10000}"]);
      }),
      call(() => {
        same("the keys in the next call", rangeKeys({}).keys, ["a", "a0", "\u00e9", "\uffff", "\u{10000}"]);
        same("of a start", deleteRange({ start: "b" }), 3);
      }),
      call(() => holdsExactly({ a: "value of a", a0: "value of a0" })),
    ],
  },
  {
    name: "storage-delete-range without any bound is invalid-argument",
    where: wit,
    steps: [
      call(() => {
        set("a", "1");
        refused("invalid-argument", "storage-delete-range", () => deleteRange({}));
        holdsExactly({ a: "1" });
      }),
    ],
  },
  {
    name: "storage-delete-range is undone with the call that fails",
    where: "One call is one transaction",
    assumes: ["one-call-is-one-transaction"],
    steps: [
      call(() => fill({ a: "1", b: "2" })),
      trapping(() => same("storage-delete-range", deleteRange({ prefix: "a" }), 1)),
      refusing(() => same("storage-delete-range", deleteRange({ start: "a" }), 2)),
      call(() => holdsExactly({ a: "1", b: "2" })),
    ],
  },
  {
    name: "a range shows the call's own writes",
    where: "One call is one transaction",
    steps: [
      call(letters),
      call(() => {
        set("a/25", "new");
        remove("a/1");
        set("a/3", "changed");
        const page = range({ prefix: "a/" }, { limit: 2 });
        same("the first page", withoutValues(page).keys, ["a/2", "a/25"]);
        set("a/4", "later");
        const rest = range({ prefix: "a/" }, { cursor: page.cursor });
        const expected = [
          { key: "a/3", value: utf8("changed") },
          { key: "a/4", value: utf8("later") },
        ];
        same("the second page", rest.entries, expected);
      }),
    ],
  },
  {
    name: "a range is inside of the component's own namespace, with bounds or without",
    where: "Who asks",
    roles: { before: { id: "" }, after: { id: "-a" }, last: { id: "0" } },
    steps: [
      call(() => fill({ "\u{10ffff}": "1", " ": "1" })),
      call(() => fill({ a: "2", "\u{10ffff}\u{10ffff}": "2" }), "last"),
      call(() => {
        for (const walk of [{}, { reverse: true }])
          for (const within of [{}, { start: " " }, { end: "\u{10ffff}\u{10ffff}" }])
            same(`storage-range of ${JSON.stringify(within)}`, range(within, walk).entries, []);
        same("storage-count", count({}), 0);
        same("storage-delete-range", deleteRange({ start: " " }), 0);
      }, "after"),
      call(() => holdsExactly({ "\u{10ffff}": "1", " ": "1" })),
    ],
  },
  {
    name: "nothing in a bound stands for anything else: no wildcards, no normal form, no case folding",
    where: "Keys, values, order",
    steps: [
      call(() => fill({ "a%b": "1", axb: "2", a_b: "3", "e\u0301x": "4", "\u00e9x": "5", Ab: "6", "a*": "7" })),
      call(() => {
        for (const [prefix, found] of [
          ["a%", ["a%b"]],
          ["a_", ["a_b"]],
          ["a*", ["a*"]],
          ["e\u0301", ["e\u0301x"]],
          ["\u00e9", ["\u00e9x"]],
          ["A", ["Ab"]],
          ["%", []],
        ] as const) {
          const name = `of ${JSON.stringify(prefix)}`;
          same(`storage-range-keys ${name}`, rangeKeys({ prefix }).keys, found);
          same(`storage-scan ${name}`, withoutValues(scan(prefix, undefined, 9)).keys, found);
          same(`storage-count ${name}`, count({ prefix }), found.length);
        }
        same("a start and an end that have a normal form", count({ start: "e\u0301", end: "e\u0301y" }), 1);
        same("storage-delete-range of a%", deleteRange({ prefix: "a%" }), 1);
        same("storage-delete-range of _", deleteRange({ prefix: "_" }), 0);
        same("storage-delete-range of e and an accent", deleteRange({ prefix: "e\u0301" }), 1);
        holdsExactly({ axb: "2", a_b: "3", "\u00e9x": "5", Ab: "6", "a*": "7" });
      }),
    ],
  },
  {
    name: "storage-delete-range removes more keys than a page has",
    where: wit,
    steps: [
      call(() => {
        fillNumbered(2_500);
        fill({ m: "1", o: "2" });
      }),
      call(() => same("storage-delete-range", deleteRange({ prefix: "n" }), 2_500)),
      call(() => holdsExactly({ m: "1", o: "2" })),
    ],
  },
];
