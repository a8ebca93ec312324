import type { Mutant } from "./mutant.ts";
import { altering, ask, calling, mapped, readAnswer, refusing } from "./mutant.ts";

const ttl = "storage-ttl";
const transactions = "storage-transactions";

/** Hosts that do `storage-ttl` wrong. */
export const ttlMutants: readonly Mutant[] = [
  {
    name: "lets keys expire two seconds late",
    about: ttl,
    caughtBy: "from the instant of its expiry on, a key is absent from everything",
    seen: "expected none, got <31>",
    wrong: altering(({ storageSetWithTtl }) => ({
      storageSetWithTtl: (key: string, value: unknown, seconds: bigint) =>
        ask(storageSetWithTtl, key, value, seconds > 0n && seconds < 1_000n ? seconds + 2n : seconds),
    })),
  },
  {
    name: "counts used bytes of what has expired until it is written to again",
    about: ttl,
    caughtBy: "from the instant of its expiry on, a key is absent from everything",
    seen: "expected 2, got 5",
    wrong: altering(({ storageSize, storageSetWithTtl }) => {
      let late = 0n;
      return {
        storageSetWithTtl: (key: string, value: Uint8Array, seconds: bigint) => {
          late = BigInt(key.length + value.length);
          return ask(storageSetWithTtl, key, value, seconds);
        },
        storageSize: mapped(storageSize, (size: bigint) => (size < late ? size + late : size)),
      };
    }),
  },
  {
    name: "keeps an expiry when a key is written without a ttl",
    about: ttl,
    caughtBy: "a write without a ttl takes an expiry away",
    seen: "expected none, got 4",
    wrong: altering(({ storageSet, storageGetTtl, storageSetWithTtl }) => ({
      storageSet: (key: string, value: unknown) => {
        const before = ask(storageGetTtl, key);
        return before.tag === "ok" && before.val !== undefined
          ? ask(storageSetWithTtl, key, value, before.val)
          : ask(storageSet, key, value);
      },
    })),
  },
  {
    name: "answers true to every persist",
    about: ttl,
    caughtBy: "storage-persist lets a key live, and answers whether it would have expired",
    seen: "expected false, got true",
    wrong: altering(({ storagePersist }) => ({ storagePersist: mapped(storagePersist, () => true) })),
  },
  {
    name: "takes a ttl of 0 for one of 1",
    about: ttl,
    caughtBy: "a ttl that is no whole number of seconds from 1, or ends after the year 287396, is invalid-argument",
    seen: "expected the error invalid-argument, got the answer none",
    wrong: altering(({ storageSetWithTtl }) => ({
      storageSetWithTtl: (key: string, value: unknown, seconds: bigint) =>
        ask(storageSetWithTtl, key, value, seconds || 1n),
    })),
  },
  {
    name: "extends a key only to a later instant",
    about: ttl,
    caughtBy: "storage-extend lets a key expire sooner or later, and its value stays",
    seen: 'expected ["later"], got ["later", "sooner"]',
    wrong: altering(({ storageExtend, storageGetTtl }) => ({
      storageExtend: (key: string, seconds: bigint) => {
        const left = readAnswer<bigint | undefined>(ask(storageGetTtl, key));
        return ask(storageExtend, key, left !== undefined && left > seconds ? left : seconds);
      },
    })),
  },
  {
    name: "rounds the seconds that are left down",
    about: ttl,
    caughtBy: "the clock stands still during a call: a ttl is whole right after it was set",
    seen: "expected 1, got 0",
    wrong: altering(({ storageGetTtl }) => ({
      storageGetTtl: mapped(storageGetTtl, (seconds: bigint | undefined) =>
        seconds === undefined ? undefined : seconds - 1n,
      ),
    })),
  },
  {
    name: "answers none for the ttl of an absent key",
    about: ttl,
    caughtBy: "storage-get-ttl of a key that never expires is none, and of an absent one key-not-found",
    seen: "expected the error key-not-found, got the answer none",
    wrong: altering(({ storageGetTtl }) => ({
      storageGetTtl: refusing(storageGetTtl, "key-not-found", () => ({ tag: "ok", val: undefined })),
    })),
  },
];

/** Hosts that do `storage-transactions` wrong. */
export const transactionMutants: readonly Mutant[] = [
  {
    name: "loses a rollback",
    about: transactions,
    caughtBy: "a transaction that is rolled back has written nothing, and the rest of the call stays",
    seen: 'expected ["a", "b", "c", "first"], got ["a", "c", "first", "new"]',
    wrong: altering(({ storageCommit }) => ({ storageRollback: () => ask(storageCommit) })),
  },
  {
    name: "rolls back every open transaction at once",
    about: transactions,
    caughtBy: "transactions nest: an inner one that is rolled back leaves the outer one",
    seen: 'expected ["outer"], got []',
    wrong: altering(({ storageRollback, storageBegin }) => ({
      storageRollback: () => {
        const first = ask(storageRollback);
        let more = 0;
        while (ask(storageRollback).tag === "ok") more++;
        for (let depth = 0; depth < more; depth++) ask(storageBegin);
        return first;
      },
    })),
  },
  {
    name: "commits what an inner transaction committed although the outer one is rolled back",
    about: transactions,
    caughtBy: "rolling back an outer transaction undoes an inner one that was committed",
    seen: 'expected ["a"], got ["a", "b"]',
    wrong: altering(({ storageBegin, storageCommit, storageRollback }) => {
      let depth = 0;
      let hasInner = false;
      return {
        storageBegin: () => {
          depth++;
          return ask(storageBegin);
        },
        storageCommit: () => {
          hasInner ||= depth > 1;
          depth = Math.max(0, depth - 1);
          return ask(storageCommit);
        },
        storageRollback: () => {
          depth = Math.max(0, depth - 1);
          return ask(hasInner ? storageCommit : storageRollback);
        },
      };
    }),
  },
  {
    name: "takes for begun what is one transaction too many",
    about: transactions,
    caughtBy: "64 transactions can be open, one more is limit-exceeded, and they stay good",
    seen: "expected the error limit-exceeded, got the answer none",
    wrong: altering(({ storageBegin }) => ({
      storageBegin: refusing(storageBegin, "limit-exceeded", () => ({ tag: "ok", val: undefined })),
    })),
  },
  {
    name: "commits a transaction that was left open",
    about: transactions,
    caughtBy: "a call that leaves a transaction open is rolled back, and its caller is told",
    seen: "the call has to fail for its caller, since nothing of it may be committed; it returned",
    wrong: calling((bound, work, { storageCommit }) =>
      bound.call(async () => {
        const result = await work();
        while (ask(storageCommit).tag === "ok");
        return result;
      }),
    ),
  },
  {
    name: "does not mind a rollback without a transaction",
    about: transactions,
    caughtBy: "ending a transaction without one that is open is invalid-argument",
    seen: "expected the error invalid-argument, got the answer none",
    wrong: altering(({ storageRollback }) => ({
      storageRollback: refusing(storageRollback, "invalid-argument", () => ({ tag: "ok", val: undefined })),
    })),
  },
];
