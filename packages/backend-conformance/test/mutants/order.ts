import { type Bytes, byteString, type Entry, PAGE_ENTRIES_MAX, type Page, type ScanRange } from "@airssys/backend";
import { everything, type Mutant, mutant } from "../mutant.ts";

type Compare = (a: Bytes, b: Bytes) => number;

/** A mutant that sorts and cuts by another order of keys. */
function ordered(name: string, caughtBy: string, compare: Compare): Mutant {
  return mutant(name, caughtBy, (right) => ({
    scan: (range) => {
      right.scan(range); // refuses what is to be refused
      return cut(everything(right), range, compare);
    },
  }));
}

function cut(entries: readonly Entry[], range: ScanRange, compare: Compare): Page {
  const { gte, lt, limit = PAGE_ENTRIES_MAX } = range;
  const inside = entries
    .filter(({ key }) => (gte === undefined || compare(key, gte) >= 0) && (lt === undefined || compare(key, lt) < 0))
    .sort((a, b) => (range.reverse ? compare(b.key, a.key) : compare(a.key, b.key)));
  return { entries: inside.slice(0, limit), isLast: inside.length <= limit };
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const text = (bytes: Bytes) => new TextDecoder().decode(bytes);

export const orderMutants: readonly Mutant[] = [
  ordered(
    "orders keys by their UTF-16",
    "text is ordered by its UTF-8: what lies above U+FFFF comes after U+FFFF",
    (a, b) => compareTexts(text(a), text(b)),
  ),
  ordered(
    "orders keys as a language does",
    "text is ordered by bytes, not by a language: upper case, lower case and accents stay apart",
    (a, b) => new Intl.Collator("en").compare(text(a), text(b)) || compareTexts(byteString(a), byteString(b)),
  ),
  ordered("orders bytes as signed", "bytes are unsigned: 0x7f comes before 0x80, and 0xff comes last", (a, b) => {
    const signed = (bytes: Bytes) => byteString(bytes.map((byte) => byte ^ 0x80));
    return compareTexts(signed(a), signed(b));
  }),
  ordered(
    "orders keys by their length first",
    "a key comes right before the longer ones that begin with it",
    (a, b) => a.length - b.length || compareTexts(byteString(a), byteString(b)),
  ),
  mutant("drops zero bytes at the end of keys", "zero bytes inside and at the end of keys count", (right) => ({
    commit: ({ checks, writes }) =>
      right.commit({
        checks,
        writes: writes.map((write) => {
          if (write.type === "delete-range") return write;
          const end = write.key.findLastIndex((byte) => byte !== 0) + 1;
          return { ...write, key: write.key.subarray(0, end || write.key.length) };
        }),
      }),
  })),
  mutant("loses keys that end with 0xff", "bytes 0xff inside and at the end of keys count", (right) => ({
    scan: (range) => {
      const page = right.scan(range);
      return { ...page, entries: page.entries.filter(({ key }) => key.length < 2 || key.at(-1) !== 0xff) };
    },
  })),
  mutant(
    "loses the key of one zero byte in reverse",
    "bytes are unsigned: 0x7f comes before 0x80, and 0xff comes last",
    (right) => ({
      scan: (range) =>
        right.scan(range.reverse && range.gte === undefined ? { ...range, gte: Uint8Array.of(0, 0) } : range),
    }),
  ),
  mutant("keeps keys as text", "bytes that are no UTF-8 are keys like any others", (right) => {
    const asText = (key: Bytes) => new TextEncoder().encode(text(key));
    return {
      commit: ({ checks, writes }) =>
        right.commit({
          checks,
          writes: writes.map((write) => (write.type === "delete-range" ? write : { ...write, key: asText(write.key) })),
        }),
    };
  }),
  mutant(
    "compares the first 64 bytes of keys",
    "keys of one hundred bytes that differ in the last one stay apart",
    (right) => ({
      commit: ({ checks, writes }) =>
        right.commit({
          checks,
          writes: writes.map((write) =>
            write.type === "delete-range" || write.key.length > 1_000
              ? write
              : { ...write, key: write.key.subarray(0, 64) },
          ),
        }),
    }),
  ),
  mutant("orders keys as they were written", "keys come in their order, however they were written", (right) => {
    const written: string[] = [];
    return {
      commit: (batch) => {
        for (const write of batch.writes) if (write.type === "put") written.push(byteString(write.key));
        return right.commit(batch);
      },
      scan: (range) => {
        const page = right.scan(range);
        const place = ({ key }: Entry) => written.indexOf(byteString(key));
        return { ...page, entries: page.entries.toSorted((a, b) => place(a) - place(b)) };
      },
    };
  }),
];
