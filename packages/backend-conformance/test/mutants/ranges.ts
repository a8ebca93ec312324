import { type Bytes, keyAfter, PAGE_ENTRIES_MAX, type Page, type ScanRange } from "@airssys/backend";
import { everything, type Mutant, mutant } from "../mutant.ts";

function changingRange(name: string, caughtBy: string, change: (range: ScanRange) => ScanRange): Mutant {
  return mutant(name, caughtBy, (right) => ({ scan: (range) => right.scan(change(range)) }));
}

function changingPage(name: string, caughtBy: string, change: (page: Page, range: ScanRange) => Page): Mutant {
  return mutant(name, caughtBy, (right) => ({ scan: (range) => change(right.scan(range), range) }));
}

/** Leaves a bound out where it is `undefined`. */
function bounded(range: ScanRange, gte: Bytes | undefined, lt: Bytes | undefined): ScanRange {
  const { gte: _gte, lt: _lt, ...walk } = range;
  return { ...walk, ...(gte && { gte }), ...(lt && { lt }) };
}

const CUT_VALUES = "valueBytesMax has the same keys, with the beginning of each value";

export const rangeMutants: readonly Mutant[] = [
  changingRange("includes the end of a range", "a range ends before its end, whether that is a key or not", (range) =>
    range.lt ? { ...range, lt: keyAfter(range.lt) } : range,
  ),
  changingRange(
    "leaves out the start of a range",
    "a range begins with its start, whether that is a key or not",
    (range) => (range.gte?.length ? { ...range, gte: keyAfter(range.gte) } : range),
  ),
  changingRange("swaps the bounds in reverse", "a range with two bounds has what lies between them", (range) =>
    range.reverse ? bounded(range, range.lt, range.gte) : range,
  ),
  changingRange(
    "walks forward when asked for reverse",
    "a range with two bounds has what lies between them",
    (range) => ({
      ...range,
      reverse: false,
    }),
  ),
  changingRange("puts bounds in order", "a range whose end is not after its start is empty", (range) =>
    range.gte && range.lt && (range.gte[0] ?? 0) > (range.lt[0] ?? 0) ? bounded(range, range.lt, range.gte) : range,
  ),
  changingRange(
    "takes an empty end for none",
    "an empty start is the beginning, and nothing comes before an empty end",
    (range) => (range.lt?.length === 0 ? bounded(range, range.gte, undefined) : range),
  ),
  changingRange("drops an end when a start is given", "a range with two bounds has what lies between them", (range) =>
    range.gte && range.lt && range.gte.length > 0 ? bounded(range, range.gte, undefined) : range,
  ),
  changingRange(
    "cuts zero bytes off a start",
    "every pair of bounds has the keys that an obvious filter finds",
    (range) => (range.gte?.at(-1) === 0 ? { ...range, gte: range.gte.subarray(0, -1) } : range),
  ),
  changingRange("cuts zero bytes off an end", "the range from a key to the one after it has that key alone", (range) =>
    range.lt?.at(-1) === 0 ? { ...range, lt: range.lt.subarray(0, -1) } : range,
  ),
  changingRange("leaves out what comes after 0xff", "the longest prefix of 0xff has its keys", (range) =>
    range.lt ? range : { ...range, lt: Uint8Array.of(0xff, 0xff) },
  ),
  mutant("takes bounds for prefixes", "a prefix has its keys and not those of its neighbours", (right) => ({
    scan: (range) => {
      const { gte, lt } = range;
      if (!gte?.length || !lt?.length) return right.scan(range);
      return right.scan({ ...range, lt: Uint8Array.of(...lt, 0xff) });
    },
  })),
  changingPage("says of an empty range that more comes", "an empty store has an empty last page", (page) => ({
    ...page,
    isLast: page.isLast && page.entries.length > 0,
  })),
  mutant("leaves out the last key of the store", "a range without bounds has every key", (right) => ({
    scan: (range) => {
      const last = everything(right).at(-1)?.key;
      return last && !range.lt ? right.scan({ ...range, lt: last }) : right.scan(range);
    },
  })),
  changingPage("answers valueBytesMax 0 with nothing", CUT_VALUES, (page, { valueBytesMax }) =>
    valueBytesMax === 0 ? { entries: [], isLast: true } : page,
  ),
  changingRange("answers valueBytesMax with whole values", CUT_VALUES, ({ valueBytesMax, ...range }) => range),
  changingRange("takes any valueBytesMax for 0", CUT_VALUES, ({ valueBytesMax, ...range }) =>
    valueBytesMax === undefined ? range : { ...range, valueBytesMax: 0 },
  ),
];

const LONG = 2_000_000;

export const pageMutants: readonly Mutant[] = [
  changingRange(
    "ignores the limit",
    "a page has as many entries as its limit, from the side where the walk begins",
    (range) => (inLimits(range) ? { ...range, limit: PAGE_ENTRIES_MAX } : range),
  ),
  changingRange(
    "takes one entry too many",
    "a page has as many entries as its limit, from the side where the walk begins",
    (range) => (inLimits(range) ? { ...range, limit: Math.min((range.limit ?? 0) + 1, PAGE_ENTRIES_MAX) } : range),
  ),
  mutant(
    "cuts a page in reverse at the wrong side",
    "a page has as many entries as its limit, from the side where the walk begins",
    (right) => ({
      scan: (range) => {
        const page = right.scan({ ...range, reverse: false });
        return range.reverse ? { ...page, entries: page.entries.toReversed() } : page;
      },
    }),
  ),
  changingPage(
    "takes a full page for not the last",
    "isLast is true exactly when the range holds nothing more",
    (page, range) => ({
      ...page,
      isLast: page.isLast && page.entries.length < (range.limit ?? PAGE_ENTRIES_MAX),
    }),
  ),
  changingPage(
    "says of every page that it is the last",
    "isLast is true exactly when the range holds nothing more",
    (page) => ({
      ...page,
      isLast: true,
    }),
  ),
  changingPage(
    "says of no page that it is the last",
    "isLast is true exactly when the range holds nothing more",
    (page) => ({
      ...page,
      isLast: false,
    }),
  ),
  changingPage(
    "serves an entry twice",
    "walking the pages of a range visits each key once, in order, in both directions",
    (page, range) => ({
      ...page,
      entries: range.limit === 7 ? [...page.entries.slice(0, 1), ...page.entries] : page.entries,
    }),
  ),
  changingPage(
    "never ends a page of keys",
    "a page of keys is cut like a page of entries",
    (page, { valueBytesMax }) => ({
      ...page,
      isLast: page.isLast || valueBytesMax === 0,
    }),
  ),
  mutant(
    "resumes by counting instead of by key",
    "the next page resumes after the last key even when that key is gone and others have come",
    (right) => {
      let served = 0;
      return {
        scan: (range) => {
          const page = right.scan(range);
          const isResumed =
            range.limit === undefined && (range.gte?.length ?? range.lt?.length) !== undefined && served > 0;
          served = range.limit === 2 ? page.entries.length : 0;
          return isResumed ? { ...page, entries: page.entries.slice(1) } : page;
        },
      };
    },
  ),
  mutant(
    "serves a range of any size in one page",
    `a page has ${PAGE_ENTRIES_MAX} entries at most, and exactly that many without a limit`,
    (right) => ({
      scan: (range) => {
        if (range.limit !== undefined || range.gte || range.lt) return right.scan(range);
        const entries = everything(right).map(({ key, value }) => ({
          key,
          value: range.valueBytesMax === 0 ? new Uint8Array(0) : value,
        }));
        return { entries: range.reverse ? entries.toReversed() : entries, isLast: true };
      },
    }),
  ),
  changingRange(
    "serves 100 entries without a limit",
    `a page has ${PAGE_ENTRIES_MAX} entries at most, and exactly that many without a limit`,
    (range) => ({
      limit: 100,
      ...range,
    }),
  ),
  mutant(
    "fills a page whatever its bytes",
    "a page of large values ends once it holds its bytes, and not before",
    (right) => ({
      scan: (range) => {
        const [first, ...rest] = right.scan(range).entries;
        if (first === undefined || first.value.length < 1_000_000 || first.value.length > LONG)
          return right.scan(range);
        const entries = everything(right);
        return { entries: [first, ...rest, ...entries.slice(rest.length + 1)], isLast: true };
      },
    }),
  ),
  changingPage("ends a page early", "a page of large values ends once it holds its bytes, and not before", (page) =>
    page.entries.length > 2 && (page.entries[0]?.value.length ?? 0) >= 1_000_000
      ? { entries: page.entries.slice(0, 2), isLast: false }
      : page,
  ),
  mutant("counts values that it leaves out", "values that are left out do not fill a page", (right) => ({
    scan: ({ valueBytesMax, ...range }) => {
      const page = right.scan(range);
      if (valueBytesMax !== 0) return page;
      return { ...page, entries: page.entries.map(({ key }) => ({ key, value: new Uint8Array(0) })) };
    },
  })),
  changingPage(
    "has no page for a value larger than a page",
    "a page has an entry even when that alone is larger than a page",
    (page) => ((page.entries[0]?.value.length ?? 0) > LONG ? { entries: [], isLast: false } : page),
  ),
];

function inLimits({ limit }: ScanRange): boolean {
  return limit !== undefined && Number.isInteger(limit) && limit >= 1 && limit <= PAGE_ENTRIES_MAX;
}
