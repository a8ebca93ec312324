import { BackendError, type Bytes, PAGE_ENTRIES_MAX, type Write } from "@airssys/backend";
import { type Mutant, mutant } from "../mutant.ts";

const cut = (key: Bytes) => key.subarray(0, 1_900);
const cutWrite = (write: Write): Write => (write.type === "delete-range" ? write : { ...write, key: cut(write.key) });
const hasEmptyKey = (write: Write) => write.type !== "delete-range" && write.key.length === 0;

export const limitMutants: readonly Mutant[] = [
  mutant("takes an empty key for an absent one", "an empty key is refused everywhere", (right) => ({
    get: (key) => (key.length === 0 ? undefined : right.get(key)),
  })),
  mutant("drops writes of an empty key in silence", "an empty key is refused everywhere", (right) => ({
    commit: ({ checks, writes }) => right.commit({ checks, writes: writes.filter((write) => !hasEmptyKey(write)) }),
  })),
  mutant("cuts a key that is too long", "a key longer than keyBytesMax is refused everywhere", (right) => ({
    get: (key) => right.get(cut(key)),
    getMany: (keys) => right.getMany(keys.map(cut)),
    commit: ({ checks, writes }) =>
      right.commit({
        checks: checks.map(({ key, value }) => ({ key: cut(key), value })),
        writes: writes.map(cutWrite),
      }),
  })),
  mutant(
    "refuses a long key with an error of its own",
    "a key longer than keyBytesMax is refused everywhere",
    (right) => ({
      get: (key) => {
        if (key.length > 1_900) throw new RangeError("key too large");
        return right.get(key);
      },
    }),
  ),
  mutant("declares one byte more than it takes", "a key of keyBytesMax bytes is a key like any other", (right) => ({
    capabilities: { ...right.capabilities, keyBytesMax: right.capabilities.keyBytesMax + 1 },
  })),
  mutant("refuses a bound that is longer than a key", "a bound of a range may be longer than a key", (right) => ({
    scan: (range) => {
      if ((range.lt?.length ?? 0) > 1_900) throw new BackendError("invalid", '"lt" is too long');
      return right.scan(range);
    },
  })),
  mutant(
    "mends a limit that is out of range",
    `a limit that is no whole number from 1 to ${PAGE_ENTRIES_MAX} is refused`,
    (right) => ({
      scan: (range) =>
        right.scan({ ...range, limit: Math.max(1, Math.min(Math.trunc(range.limit ?? 1_000) || 1, 1_000)) }),
    }),
  ),
  mutant(
    "mends a valueBytesMax that is out of range",
    "a valueBytesMax that is no whole number from 0 is refused",
    (right) => ({
      scan: ({ valueBytesMax, ...range }) =>
        valueBytesMax === undefined
          ? right.scan(range)
          : right.scan({ ...range, valueBytesMax: Math.max(0, Math.trunc(Math.min(valueBytesMax, 1e9)) || 0) }),
    }),
  ),
  mutant(
    "applies the first thousand writes of a batch",
    "one batch may hold thousands of writes and checks",
    (right) => ({
      commit: ({ checks, writes }) => right.commit({ checks, writes: writes.slice(0, 1_000) }),
    }),
  ),
];
