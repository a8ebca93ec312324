import { holdsExactly } from "../../expect/contents.ts";
import { holds, refused, same } from "../../expect/expect.ts";
import { getEntry, getMany, getVersion, increment, write } from "../../host/batch.ts";
import { count, deleteRange, range, rangeKeys } from "../../host/ranges.ts";
import { has, set } from "../../host/storage.ts";
import { extend, getTtl, persist, setWithTtl } from "../../host/ttl.ts";
import { usage } from "../../host/usage.ts";
import { call, type WrittenLaw, wait } from "../../plan/written-law.ts";
import { utf8 } from "../../values/bytes.ts";
import { LATER, LONG, SOON } from "../ttl/times.ts";

const assumes = ["one-call-is-one-transaction"] as const;

/** Laws about expiry and of ranges, batches and usage. */
export const expiryTogetherLaws: readonly WrittenLaw[] = [
  {
    name: "what has expired is absent from ranges, counts, batches and usage",
    where: "Expiry",
    steps: [
      call(() => {
        for (const key of ["a", "c", "e"]) setWithTtl(key, "1", SOON);
        for (const key of ["b", "d"]) set(key, "2");
        same("storage-count before", count({}), 5);
      }),
      wait(LATER),
      call(() => {
        same(
          "storage-range",
          range({}).entries.map(({ key }) => key),
          ["b", "d"],
        );
        same("storage-range-keys in reverse", rangeKeys({}, { reverse: true }).keys, ["d", "b"]);
        same("a page of 2", rangeKeys({}, { limit: 2 }), { keys: ["b", "d"], cursor: undefined });
        same("storage-count", count({ start: "a" }), 2);
        same("storage-get-many", getMany(["a", "b"]), [undefined, utf8("2")]);
        same("storage-get-entry", getEntry("c"), undefined);
        same("storage-usage", usage().usedBytes, 4);
        same("the number of keys", usage().keyCount, 2);
        write([["a", undefined]], [["f", "3"]]);
        same("storage-delete-range", deleteRange({ prefix: "c" }), 0);
      }),
      call(() => holdsExactly({ b: "2", d: "2", f: "3" })),
    ],
  },
  {
    name: "a cursor goes on behind a key that has expired meanwhile",
    where: "Ranges and cursors",
    steps: [
      call(() => {
        set("a", "1");
        setWithTtl("b", "1", SOON);
        setWithTtl("c", "1", SOON);
        set("d", "1");
        return rangeKeys({}, { limit: 2 }).cursor;
      }),
      wait(LATER),
      call((cursor: string) => same("the next page", rangeKeys({}, { cursor }).keys, ["d"])),
    ],
  },
  {
    name: "no version is used twice when a key expires",
    where: "Versions",
    steps: [
      call(() => setWithTtl("a", "same", SOON)),
      call(() => getVersion("a")),
      wait(LATER),
      call((version: number) => {
        refused("conflict", "a check of what has expired", () => write([["a", version]], []));
        return version;
      }),
      call(() => set("a", "same")),
      call((version: number) => {
        const now = getVersion("a") ?? 0;
        holds(`a version above ${version}`, now > version, now);
      }),
    ],
  },
  {
    name: "storage-increment keeps an expiry, and a write of a batch without a ttl takes it away",
    where: "Expiry",
    assumes,
    steps: [
      call(() => {
        setWithTtl("n", "1", LONG);
        increment("n", 1);
        same("storage-get-ttl", getTtl("n"), LONG);
        write(
          [],
          [
            ["n", "5"],
            ["m", "1", LONG],
          ],
        );
        same("storage-get-ttl after a write", getTtl("n"), undefined);
        same("storage-get-ttl of a write with a ttl", getTtl("m"), LONG);
        increment("k", 1);
        same("storage-get-ttl of a new counter", getTtl("k"), undefined);
      }),
    ],
  },
  {
    name: "a counter that has expired counts from 0, and does not expire",
    where: "Counters",
    steps: [
      call(() => {
        setWithTtl("n", "41", SOON);
        write([], [["m", "1", SOON]]);
      }),
      wait(LATER),
      call(() => {
        same("storage-increment", increment("n", 1), 1);
        same("storage-get-ttl", getTtl("n"), undefined);
        holdsExactly({ n: "1" });
      }),
    ],
  },
  {
    name: "storage-get-entry answers when a key expires, in milliseconds since 1970",
    where: "wit/storage-batch.wit",
    assumes,
    steps: [
      call(() => {
        setWithTtl("a", "1", LONG);
        setWithTtl("b", "1", LONG + 1);
        set("c", "1");
        const [a = 0, b = 0] = [getEntry("a")?.expiresAt, getEntry("b")?.expiresAt];
        same("the time between two that were set in one call", b - a, 1_000);
        holds(`an instant later than ${LONG} seconds after 1970`, a > LONG * 1_000, a);
        same("of a key that never expires", getEntry("c")?.expiresAt, undefined);
        extend("a", LONG + 1);
        same("after storage-extend", getEntry("a")?.expiresAt, b);
        persist("a");
        same("after storage-persist", getEntry("a")?.expiresAt, undefined);
      }),
    ],
  },
  {
    name: "the clock stands still during a call, however much it does",
    where: "Expiry",
    assumes,
    steps: [
      call(() => {
        setWithTtl("a", "1", LONG);
        for (let index = 0; index < 20_000; index++) has("a");
        setWithTtl("b", "1", LONG);
        same("when the second one expires", getEntry("b")?.expiresAt, getEntry("a")?.expiresAt);
      }),
    ],
  },
  {
    name: "storage-increment leaves the instant of an expiry where it is",
    where: "Expiry",
    steps: [
      call(() => setWithTtl("n", "1", LONG)),
      call(() => getEntry("n")?.expiresAt),
      wait(LATER),
      call((before: number) => {
        same("storage-increment", increment("n", 1), 2);
        same("when it expires", getEntry("n")?.expiresAt, before);
        return before;
      }),
      call((before: number) => same("when it expires, in the next call", getEntry("n")?.expiresAt, before)),
    ],
  },
];
