import { holds, refused, same } from "../../expect/expect.ts";
import { count, range, rangeKeys, scan } from "../../host/ranges.ts";
import { has, set, size } from "../../host/storage.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { inOrder, manyBytes, utf8 } from "../../values/bytes.ts";
import { Random } from "../../values/random.ts";
import { expectedKeys, fillNumbered, LETTERS, letters, numbered, RANGES, walked, withoutValues } from "./walking.ts";

const where = "Ranges and cursors";

/** Laws about pages. */
export const pageLaws: readonly WrittenLaw[] = [
  {
    name: "a page has a cursor exactly if something comes after it",
    where,
    steps: [
      call(letters),
      call(() => {
        for (let limit = 1; limit <= LETTERS.length + 1; limit++) {
          const page = rangeKeys({}, { limit });
          same(`the number of keys of a page of ${limit}`, page.keys.length, Math.min(limit, LETTERS.length));
          same(`whether a page of ${limit} has a cursor`, page.cursor !== undefined, limit < LETTERS.length);
          const back = range({}, { limit, reverse: true });
          same(`whether a page of ${limit} in reverse has one`, back.cursor !== undefined, limit < LETTERS.length);
        }
        same("the cursor of an empty range", rangeKeys({ prefix: "none" }).cursor, undefined);
        same("the cursor of a range that is full", range({ prefix: "a/" }, { limit: 3 }).cursor, undefined);
      }),
    ],
  },
  {
    name: "pages of any limit are together the whole range",
    where,
    steps: [
      call(letters),
      call(() => {
        for (const limit of [1, 2, 3, 7, 10, 1_000])
          for (const within of RANGES)
            same(
              `pages of ${limit} of ${JSON.stringify(within)}`,
              walked(within, { limit }, "entries"),
              expectedKeys(LETTERS, within),
            );
      }),
    ],
  },
  {
    name: "a page has 1 000 entries unless told otherwise, and 1 000 at most",
    where: "Limits",
    steps: [
      call(() => fillNumbered(1_001)),
      call(() => {
        const first = rangeKeys({});
        same("the first page", first.keys.length, 1_000);
        same("the second page", rangeKeys({}, { cursor: first.cursor }), {
          keys: [numbered(1_000)],
          cursor: undefined,
        });
        same("a page of 1 000", range({}, { limit: 1_000 }).entries.length, 1_000);
        for (const limit of [0, 1_001, 4_294_967_295]) {
          refused("invalid-argument", `storage-range with the limit ${limit}`, () => range({}, { limit }));
          refused("invalid-argument", `storage-range-keys with the limit ${limit}`, () => rangeKeys({}, { limit }));
          refused("invalid-argument", `storage-scan with the limit ${limit}`, () => scan("", undefined, limit));
        }
      }),
    ],
  },
  {
    name: "a page of large values ends early, and has one entry at least",
    where,
    assumes: ["limits-of-the-contract"],
    steps: [
      call(() => {
        for (let index = 0; index < 7; index++) set(`large ${index}`, manyBytes(1_000_000, index));
      }),
      call(() => {
        for (const [name, page] of [
          ["storage-range", range({})],
          ["storage-range in reverse", range({}, { reverse: true })],
          ["storage-scan", scan("large", undefined, 1_000)],
        ] as const) {
          const { length } = page.entries;
          holds(`a page of ${name} of 3 to 5 values of 1 MB`, length >= 3 && length <= 5, length);
          holds("that it has a cursor", page.cursor !== undefined, "none");
        }
        same("all pages", walked({}, {}, "entries").length, 7);
        same("all pages in reverse", walked({}, { reverse: true }, "entries").length, 7);
      }),
    ],
  },
  {
    name: "entries and keys alone take the same cursors, and the limit may change from page to page",
    where,
    steps: [
      call(letters),
      call(() => {
        const first = rangeKeys({}, { limit: 2 });
        const second = range({}, { limit: 3, cursor: first.cursor });
        const third = rangeKeys({}, { limit: 1, cursor: second.cursor });
        const rest = range({}, { cursor: third.cursor });
        const all = [...first.keys, ...withoutValues(second).keys, ...third.keys, ...withoutValues(rest).keys];
        same("the keys of four pages", all, LETTERS);
      }),
    ],
  },
  {
    name: "whatever range is walked in whatever pages is as in a sorted list",
    where,
    steps: [41, 42, 43].map((seed) =>
      call(() => {
        const random = new Random(seed);
        const some = () =>
          random.of(["a", "b", "\u00e9", "\uffff", "\u{10000}"]) +
          random.of(["", "1", "2", "/"]) +
          random.of(["", "x"]);
        for (let index = 0; index < 12; index++) set(some(), "");
        const known = rangeKeys({}).keys;
        same("the keys are in order", known, [...known].sort(inOrder));
        for (let index = 0; index < 60; index++) {
          const bound = () => (random.below(3) === 0 ? undefined : some());
          const within = {
            prefix: random.below(2) === 0 ? undefined : random.of(["a", "b", "\u{10000}"]),
            start: bound(),
            end: bound(),
          };
          const reverse = random.below(2) === 0;
          const name = `${JSON.stringify(within)} ${reverse ? "in reverse" : "forwards"}`;
          const expected = expectedKeys(known, within, reverse);
          same(`the walk of ${name}`, walked(within, { reverse, limit: 1 + random.below(4) }), expected);
          same(`the count of ${name}`, count(within), expected.length);
        }
        const some2 = known.filter((key) => has(key)).length;
        same("the number of keys", some2, known.length);
        const bytes = known.reduce((sum, key) => sum + utf8(key).length, 0);
        same("storage-size", size(), bytes);
      }),
    ),
  },
];
