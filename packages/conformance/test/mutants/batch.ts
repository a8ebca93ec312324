import type { Mutant } from "./mutant.ts";
import { altering, ask, bytes, err, mapped, ok, type Result, readAnswer, refusing, text } from "./mutant.ts";

const about = "storage-batch";

type Check = { readonly key: string; readonly version?: bigint };
type Write =
  | { readonly tag: "set"; readonly val: { readonly key: string; readonly value: Uint8Array } }
  | { readonly tag: "delete"; readonly val: string };
type Entry = { readonly value: Uint8Array; readonly version: bigint };

const conflict = err("conflict");
const overflow = (value: bigint) => BigInt.asIntN(64, value);

/** Hosts that do `storage-batch` wrong. */
export const batchMutants: readonly Mutant[] = [
  {
    name: "keeps the writes of a batch before the one that is refused",
    about,
    caughtBy: "if any write of a batch is refused, none of it is done",
    seen: 'expected ["a", "b"], got ["a", "c"]',
    wrong: altering(({ storageWrite }) => ({
      storageWrite: (checks: Check[], writes: Write[]) => {
        let result: Result = ask(storageWrite, checks, []);
        for (const write of writes) {
          if (result.tag === "err") return result;
          result = ask(storageWrite, [], [write]);
        }
        return result;
      },
    })),
  },
  {
    name: "looks at checks after the writes",
    about,
    caughtBy: "checks look at the state before the first write of the batch",
    seen: 'expected no error, got {tag: "conflict"}',
    wrong: altering(({ storageWrite, storageBegin, storageCommit, storageRollback }) => ({
      storageWrite: (checks: Check[], writes: Write[]) => {
        ask(storageBegin);
        const written = ask(storageWrite, [], writes);
        const checked = written.tag === "ok" ? ask(storageWrite, checks, []) : written;
        ask(checked.tag === "ok" ? storageCommit : storageRollback);
        return checked.tag === "ok" ? written : checked;
      },
    })),
  },
  {
    name: "looks at no checks",
    about,
    caughtBy: "a check that does not hold is conflict, and nothing of the batch is done",
    seen: "expected the error conflict, got the answer 3",
    wrong: altering(({ storageWrite }) => ({
      storageWrite: (_: Check[], writes: Write[]) => ask(storageWrite, [], writes),
    })),
  },
  {
    name: "takes any older version for the right one",
    about,
    caughtBy: "a check sees that a key was deleted and set again with the same value",
    seen: "expected the error conflict, got the answer 3",
    wrong: altering(({ storageWrite, storageGetEntry }) => ({
      storageWrite: (checks: Check[], writes: Write[]) => {
        const isRight = checks.every(({ key, version }) => {
          const entry = readAnswer<Entry | undefined>(ask(storageGetEntry, key));
          return version === undefined ? entry === undefined : entry !== undefined && version <= entry.version;
        });
        return isRight ? ask(storageWrite, [], writes) : conflict;
      },
    })),
  },
  {
    name: "does the writes of a batch in the order of their keys",
    about,
    caughtBy: "writes are done in their order, and the last one to a key counts",
    seen: 'expected ["a", "c", "z"], got ["c", "z"]',
    wrong: altering(({ storageWrite }) => ({
      storageWrite: (checks: Check[], writes: Write[]) =>
        ask(
          storageWrite,
          checks,
          writes.toSorted((one, other) => (one.tag < other.tag ? 1 : -1)),
        ),
    })),
  },
  {
    name: "counts the versions of each key by themselves",
    about,
    caughtBy: "no two values of a key ever have the same version, after a delete, a clear and a restart neither",
    seen: "expected a version above 1 after a delete, got 1",
    wrong: altering(({ storageGetEntry }) => ({
      storageGetEntry: mapped(storageGetEntry, (entry: Entry | undefined) => entry && { ...entry, version: 1n }),
    })),
  },
  {
    name: "answers the version of the commit before",
    about,
    caughtBy: "what a call has written carries the number that its commit will have, all of it the same",
    seen: "expected 2, got 1",
    wrong: altering(({ storageWrite }) => ({
      storageWrite: mapped(storageWrite, (version: bigint, _checks, writes: Write[]) =>
        writes.length > 0 ? version - 1n : version,
      ),
    })),
  },
  {
    name: "counts one version for each write",
    about,
    caughtBy: "every commit that changes a namespace gets its next number, from 1",
    seen: "expected 1, got 2",
    wrong: altering(({ storageGetEntry }) => ({
      storageGetEntry: mapped(
        storageGetEntry,
        (entry: Entry | undefined, key: string) =>
          entry && { ...entry, version: entry.version + BigInt(key.charCodeAt(0) % 2) },
      ),
    })),
  },
  {
    name: "lets counters wrap around",
    about,
    caughtBy: "counters count exactly to the ends of 64 bits, and overflow is invalid-argument and leaves them",
    seen: "expected the error invalid-argument, got the answer -922337203685477",
    wrong: altering(({ storageIncrement, storageGet, storageSet }) => ({
      storageIncrement: refusing(storageIncrement, "invalid-argument", (rule, key: string, delta: bigint) => {
        const value = text(readAnswer<Uint8Array>(ask(storageGet, key)));
        if (!/^-?[1-9]\d{0,18}$/.test(value) || BigInt(value) !== overflow(BigInt(value)))
          return err("invalid-argument", rule);
        const next = overflow(BigInt(value) + delta);
        ask(storageSet, key, bytes(`${next}`));
        return ok(next);
      }),
    })),
  },
  {
    name: "takes for 0 what is no counter",
    about,
    caughtBy: "what is no counter is invalid-argument, and is left as it was",
    seen: "expected the error invalid-argument, got the answer 1",
    wrong: altering(({ storageIncrement, storageSet }) => ({
      storageIncrement: refusing(storageIncrement, "invalid-argument", (_rule, key: string, delta: bigint) => {
        ask(storageSet, key, bytes(`${delta}`));
        return ok(delta);
      }),
    })),
  },
  {
    name: "counts as floating point does",
    about,
    caughtBy: "counters count exactly to the ends of 64 bits, and overflow is invalid-argument and leaves them",
    seen: "got <2d39323233333732303336383534373735383038>",
    wrong: altering(({ storageIncrement, storageSet }) => ({
      storageIncrement: mapped(storageIncrement, (value: bigint, key: string) => {
        const rounded = overflow(BigInt(Number(value)));
        if (rounded !== value) ask(storageSet, key, bytes(`${rounded}`));
        return rounded;
      }),
    })),
  },
  {
    name: "leaves out the keys of get-many that are absent",
    about,
    caughtBy: "storage-get-many answers values at the positions of their keys, none for those that are absent",
    seen: "expected [<333333>, none, <31>], got [<333333>, <31>]",
    wrong: altering(({ storageGetMany }) => ({
      storageGetMany: mapped(storageGetMany, (values: unknown[]) => values.filter((value) => value !== undefined)),
    })),
  },
  {
    name: "cuts lists to 100 items",
    about,
    caughtBy: "a list of 100 items is taken, and one of 101 is limit-exceeded, in every function",
    seen: "got the answer [<6b30>, <6b31>, <6b32>, <6b33>, <6b34>, <6b35>, ",
    wrong: altering(({ storageGetMany }) => ({
      storageGetMany: (keys: string[]) => ask(storageGetMany, keys.slice(0, 100)),
    })),
  },
  {
    name: "does not look whether keys of checks are granted",
    about,
    caughtBy: "each key has to be inside of the patterns, of checks too, and the first that is not is named",
    seen: "expected the error permission-denied, got the answer 2",
    wrong: altering(({ storageWrite }, { grants }) => ({
      storageWrite: (checks: Check[], writes: Write[]) =>
        ask(
          storageWrite,
          grants.keys === undefined ? checks : checks.filter(({ key }) => key.startsWith("users/")),
          writes,
        ),
    })),
  },
];
