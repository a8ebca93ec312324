import type { Bytes } from "@airssys/backend";
import { byteString } from "@airssys/backend";
import { type Mutant, mutant } from "../mutant.ts";

const EMPTY = new Uint8Array(0);

export const readMutants: readonly Mutant[] = [
  mutant("answers an empty value as absent", "an empty value is a value", (right) => ({
    get: (key) => (right.get(key)?.length === 0 ? undefined : right.get(key)),
  })),
  mutant("stores an empty value as a zero byte", "an empty value is a value", (right) => ({
    commit: ({ checks, writes }) =>
      right.commit({
        checks,
        writes: writes.map((write) =>
          write.type === "put" && write.value.length === 0 ? { ...write, value: Uint8Array.of(0) } : write,
        ),
      }),
  })),
  mutant(
    "takes a value of one zero byte for an empty one",
    "a value of one zero byte is neither empty nor absent",
    (right) => ({
      get: (key) => {
        const value = right.get(key);
        return value?.length === 1 && value[0] === 0 ? EMPTY : value;
      },
    }),
  ),
  mutant("answers an absent key with an empty value", "a key that was never written is absent", (right) => ({
    get: (key) => right.get(key) ?? EMPTY,
  })),
  mutant("keeps seven bits of a byte", "a value comes back byte for byte", (right) => ({
    get: (key) => right.get(key)?.map((byte) => byte & 0x7f),
  })),
  mutant("answers with what it read first", "a value that was overwritten is the new one", (right) => {
    const seen = new Map<string, Bytes | undefined>();
    return {
      get: (key) => {
        const found = right.get(key);
        const name = byteString(key);
        if (!seen.has(name)) seen.set(name, found);
        return seen.get(name)?.slice();
      },
    };
  }),
  mutant("never deletes a key", "a key that was deleted is absent, and deleting it again succeeds", (right) => ({
    commit: ({ checks, writes }) => right.commit({ checks, writes: writes.filter(({ type }) => type !== "delete") }),
  })),
  mutant("leaves absent keys out of getMany", "getMany answers at the positions of its keys", (right) => ({
    getMany: (keys) => right.getMany(keys).filter((value) => value !== undefined),
  })),
  mutant("answers getMany in the order of the keys", "getMany answers at the positions of its keys", (right) => ({
    getMany: (keys) => right.getMany(keys.toSorted((a, b) => (byteString(a) < byteString(b) ? -1 : 1))),
  })),
  mutant("answers getMany of no keys with one absent value", "getMany of no keys is no values", (right) => ({
    getMany: (keys) => [...right.getMany(keys), ...(keys.length === 0 ? [undefined] : [])],
  })),
  mutant("cuts values at 4 MiB", "a value of several megabytes comes back whole", (right) => ({
    get: (key) => right.get(key)?.subarray(0, 4 * 1_048_576),
  })),
  mutant("counts one entry too many", "flush and stats answer and change nothing", (right) => ({
    stats: () => ({ entries: (right.stats().entries ?? 0) + 1 }),
  })),
];
