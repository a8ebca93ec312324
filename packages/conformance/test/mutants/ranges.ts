import type { Mutant } from "./mutant.ts";
import { altering, ask, mapped, ok, refusing } from "./mutant.ts";

const about = "storage-ranges";

type Page = { readonly keys: readonly string[]; readonly cursor?: string };
type Range = { readonly prefix?: string; readonly start?: string; readonly end?: string };
type Walk = { readonly reverse: boolean; readonly limit?: number };

/** Hosts that do `storage-ranges` wrong. */
export const rangeMutants: readonly Mutant[] = [
  {
    name: "walks forwards when asked to walk in reverse",
    about,
    caughtBy: "a walk in reverse is the same range from its last key to its first",
    seen: 'got ["a", "a/1", "a/2", "a/3", "a0", "b", "c", "\\u00e9", "\\uffff',
    wrong: altering(({ storageRangeKeys }) => ({
      storageRangeKeys: (range: Range, walk: Walk, cursor?: string) =>
        ask(storageRangeKeys, range, { ...walk, reverse: false }, cursor),
    })),
  },
  {
    name: "includes the end of a range",
    about,
    caughtBy: "a range is every key that begins with the prefix, is not before the start, and is before the end",
    seen: 'expected ["a", "a/1", "a/2", "a/3", "a0"], got ["a", "a/1", "a/2", "a/3", "a0", "b"]',
    wrong: altering(({ storageRangeKeys }) => ({
      storageRangeKeys: ({ end, ...range }: Range, walk: Walk, cursor?: string) =>
        ask(storageRangeKeys, { ...range, ...(end !== undefined && { end: `${end} ` }) }, walk, cursor),
    })),
  },
  {
    name: "leaves the start out of a range",
    about,
    caughtBy: "a range is every key that begins with the prefix, is not before the start, and is before the end",
    seen: "expected 8, got 7",
    wrong: altering(({ storageCount }) => ({
      storageCount: ({ start, ...range }: Range) =>
        ask(storageCount, { ...range, ...(start !== undefined && start !== "" && { start: `${start} ` }) }),
    })),
  },
  {
    name: "serves the last key of a page once more",
    about,
    caughtBy: "a cursor goes on after the last key that was served, whether that key is still there or not",
    seen: 'got ["a/1", "a/2", "a/3", "a0", "b", "c", "\\u00e9", "\\uffff", "\\',
    wrong: altering(({ storageRangeKeys }) => {
      const last = new Map<string, string>();
      return {
        storageRangeKeys: (range: Range, walk: Walk, cursor?: string) =>
          mapped(storageRangeKeys, (page: Page) => {
            if (page.cursor !== undefined) last.set(page.cursor, page.keys.at(-1) ?? "");
            const before = cursor === undefined ? undefined : last.get(cursor);
            return before === undefined ? page : { ...page, keys: [before, ...page.keys] };
          })(...([range, walk, cursor] as never[])),
      };
    }),
  },
  {
    name: "takes a cursor that was lengthened",
    about,
    caughtBy: "a cursor that was altered anywhere is invalid-argument",
    seen: 'got the answer {keys: ["a/2", "a/3", "a0", "b", "c", "\\u00e9", "',
    wrong: altering(({ storageRangeKeys }) => ({
      storageRangeKeys: refusing(storageRangeKeys, "invalid-argument", (_text, range, walk, cursor: string) =>
        ask(storageRangeKeys, range, walk, cursor?.slice(0, -1)),
      ),
    })),
  },
  {
    name: "answers a cursor that is none with an empty page",
    about,
    caughtBy: "a cursor from another range or another direction is invalid-argument",
    seen: "expected the error invalid-argument, got the answer {keys: []}",
    wrong: altering(({ storageRangeKeys }) => ({
      storageRangeKeys: refusing(storageRangeKeys, "invalid-argument", () => ok({ keys: [] })),
    })),
  },
  {
    name: "begins again with a cursor of another namespace",
    about,
    caughtBy: "a cursor from another namespace is invalid-argument",
    seen: 'got the answer {keys: ["a", "a/1", "a/2", "a/3", "a0", "b", "c",',
    wrong: altering(({ storageRangeKeys }, { id }) => ({
      storageRangeKeys: refusing(storageRangeKeys, "invalid-argument", (_text, range, walk) =>
        id.endsWith("-other") ? ask(storageRangeKeys, range, walk, undefined) : ok({ keys: [] }),
      ),
    })),
  },
  {
    name: "forgets its cursors in a restart",
    about,
    caughtBy: "a cursor is good after a restart, in another instance, and as often as it is used",
    seen: 'expected no error, got {tag: "invalid-argument"',
    wrong: altering(({ storageRangeKeys }, { host }) => ({
      storageRangeKeys: (range: Range, walk: Walk, cursor?: string) => {
        const mark = `${host.interfaces.length}${readEpoch(host)}.`;
        const isOwn = cursor?.startsWith(mark) !== false;
        const page = ask(storageRangeKeys, range, walk, isOwn ? cursor?.slice(mark.length) : "none");
        const { cursor: next, ...rest } = (page.val ?? {}) as Page;
        return page.tag === "err" || next === undefined ? page : ok({ ...rest, cursor: mark + next });
      },
    })),
  },
  {
    name: "gives every full page a cursor",
    about,
    caughtBy: "a page has a cursor exactly if something comes after it",
    seen: "expected false, got true",
    wrong: altering(({ storageRangeKeys }) => ({
      storageRangeKeys: mapped(storageRangeKeys, (page: Page, _range, { limit }: Walk) =>
        page.keys.length === limit && page.cursor === undefined ? { ...page, cursor: "end" } : page,
      ),
    })),
  },
  {
    name: "cuts a limit of more than 1 000 instead of refusing it",
    about,
    caughtBy: "a page has 1 000 entries unless told otherwise, and 1 000 at most",
    seen: "expected the error invalid-argument, got the answer {cursor: ",
    wrong: altering(({ storageRange }) => ({
      storageRange: (range: Range, walk: Walk, cursor?: string) =>
        ask(
          storageRange,
          range,
          { ...walk, ...(walk.limit !== undefined && { limit: Math.min(walk.limit, 1_000) }) },
          cursor,
        ),
    })),
  },
  {
    name: "counts no further than 10 000",
    about,
    caughtBy: "storage-count counts any number of keys, with the call's own writes",
    seen: "expected 10050, got 10000",
    wrong: altering(({ storageCount }) => ({
      storageCount: mapped(storageCount, (count: bigint) => (count > 10_000n ? 10_000n : count)),
    })),
  },
  {
    name: "removes everything when a range has no bounds",
    about,
    caughtBy: "storage-delete-range without any bound is invalid-argument",
    seen: "expected the error invalid-argument, got the answer 1",
    wrong: altering(({ storageDeleteRange, storageClear }) => ({
      storageDeleteRange: refusing(storageDeleteRange, "invalid-argument", () => {
        ask(storageClear);
        return ok(1n);
      }),
    })),
  },
  {
    name: "looks at the prefix alone when it asks whether a range is inside of the patterns",
    about,
    caughtBy:
      "what a range reaches for has to be inside of a pattern: its prefix, or what start and end have in common",
    seen: "expected the error permission-denied, got the answer 2",
    wrong: altering(({ storageCount }, { id, grants, outside }) => ({
      storageCount: (range: Range) => {
        const isNarrow = grants.keys !== undefined && range.prefix === undefined;
        const { keys: _, ...wide } = grants;
        return isNarrow ? ask(outside(id, wide).storageCount, range) : ask(storageCount, range);
      },
    })),
  },
];

const epochs = new WeakMap<object, number>();
let epochNext = 0;

/** A number for each host that was opened. */
function readEpoch(host: object): number {
  const known = epochs.get(host) ?? ++epochNext;
  epochs.set(host, known);
  return known;
}
