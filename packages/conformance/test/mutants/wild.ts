import type { Mutant } from "./mutant.ts";
import { altering, ask, err, type Imported, mapped, ok, readAnswer, refusing } from "./mutant.ts";

type Range = { readonly prefix?: string; readonly start?: string; readonly end?: string };
type Walk = { readonly reverse: boolean; readonly limit?: number };
type Page = { readonly entries: readonly unknown[]; readonly cursor?: string };
type Event = { readonly operation: string; readonly version: bigint };

/** Changes the cursor before the function sees it. */
function cursing(change: (cursor: string) => string): Mutant["wrong"] {
  const changed = (own: Imported | undefined) => (range: Range, walk: Walk, cursor?: string) =>
    ask(own, range, walk, cursor === undefined ? cursor : change(cursor));
  return altering(({ storageRange, storageRangeKeys }) => ({
    storageRange: changed(storageRange),
    storageRangeKeys: changed(storageRangeKeys),
  }));
}

/** Hosts whose engine reads texts, cursors and numbers in its own way. */
export const wildMutants: readonly Mutant[] = [
  {
    name: "takes cursors with blanks around them",
    about: "storage-ranges",
    caughtBy: "a cursor that was altered anywhere is invalid-argument",
    seen: 'expected the error invalid-argument, got the answer {keys: ["a/2"',
    wrong: cursing((cursor) => cursor.trim()),
  },
  {
    name: "passes over characters of a cursor that are no digits, as many decoders do",
    about: "storage-ranges",
    caughtBy: "a cursor that was altered anywhere is invalid-argument",
    seen: 'expected the error invalid-argument, got the answer {keys: ["a/2"',
    wrong: cursing((cursor) => cursor.replace(/[^0-9a-z]/gi, "")),
  },
  {
    name: "scans from the beginning when a cursor is not good",
    about: "storage-ranges",
    caughtBy: "storage-scan takes cursors of its own prefix alone",
    seen: "expected the error invalid-argument, got the answer {cursor: ",
    wrong: altering(({ storageScan }) => ({
      storageScan: refusing(storageScan, "invalid-argument", (rule, prefix: string, cursor: unknown, limit: number) =>
        cursor === undefined || limit < 1 || limit > 1_000
          ? err("invalid-argument", rule)
          : ask(storageScan, prefix, undefined, limit),
      ),
    })),
  },
  {
    name: "has no end of a page in reverse but the limit",
    about: "storage-ranges",
    caughtBy: "a page of large values ends early, and has one entry at least",
    seen: "in reverse of 3 to 5 values of 1 MB, got 7",
    wrong: altering(({ storageRange }) => ({
      storageRange: (range: Range, walk: Walk, cursor?: string) => {
        const first = ask(storageRange, range, walk, cursor);
        if (first.tag === "err" || !walk.reverse) return first;
        let page = readAnswer<Page>(first);
        while (page.cursor !== undefined && page.entries.length < (walk.limit ?? 1_000)) {
          const next = readAnswer<Page>(ask(storageRange, range, walk, page.cursor));
          page = { ...next, entries: [...page.entries, ...next.entries] };
        }
        return ok(page);
      },
    })),
  },
  {
    name: "takes % and _ in the prefix of a watch for wildcards",
    about: "storage-watch",
    caughtBy: "nothing in the prefix of a watch stands for anything else",
    seen: 'got [["a%b", "a_b", "ab"]',
    wrong: altering(({ storageWatch }) => ({
      storageWatch: (prefix: string) => ask(storageWatch, prefix.replace(/[%_].*$/s, "")),
    })),
  },
  {
    name: "tells a removal with the version that the value had",
    about: "storage-watch",
    caughtBy: "an event of a removal has the version of the commit that removed it",
    seen: 'got ["set 1", "delete 1", "set 3"]',
    wrong: altering(({ storagePoll }) => ({
      storagePoll: mapped(storagePoll, ({ events, missed }: { events: readonly Event[]; missed: bigint }) => ({
        events: events.map((event) => (event.operation === "delete" ? { ...event, version: 1n } : event)),
        missed,
      })),
    })),
  },
  {
    name: "takes a pattern of one key for a prefix in a listing",
    about: "storage",
    caughtBy: "a pattern of one key is that key and no prefix, and what is denied is cut at its first *",
    seen: 'expected the error permission-denied, got the answer ["users0", "users01"]',
    wrong: altering(({ storageKeys }, { id, grants, outside }) => ({
      storageKeys: (prefix?: string) => {
        const { keys, ...wide } = grants;
        const isTaken = prefix !== undefined && keys?.includes(prefix) === true;
        return isTaken ? ask(outside(id, wide).storageKeys, prefix) : ask(storageKeys, prefix);
      },
    })),
  },
  {
    name: "names no limit in limit-exceeded",
    about: "storage",
    caughtBy: "10 000 keys are one answer; one more is limit-exceeded, never fewer keys",
    seen: 'to have a text, got ""',
    wrong: altering(({ storageKeys }) => ({
      storageKeys: refusing(storageKeys, "limit-exceeded", () => err("limit-exceeded", "")),
    })),
  },
  {
    name: "puts a path and a stack into an error",
    about: "storage-ranges",
    caughtBy: "storage-delete-range without any bound is invalid-argument",
    seen: 'to say nothing about the host, got "Error: /var/lib/host',
    wrong: altering(({ storageDeleteRange }) => ({
      storageDeleteRange: refusing(storageDeleteRange, "invalid-argument", () =>
        err("invalid-argument", "Error: /var/lib/host/store.mdb\n    at commit (/srv/host/index.js:10:3)"),
      ),
    })),
  },
];
