import type { Batch, Bytes, Check } from "@airssys/backend";
import { byteString } from "@airssys/backend";
import { type Mutant, mutant } from "../mutant.ts";

const EMPTY = new Uint8Array(0);

/** A mutant that judges other checks than those that it was given, but refuses the keys that it should. */
function changingChecks(
  name: string,
  caughtBy: string,
  change: (checks: readonly Check[]) => readonly Check[],
): Mutant {
  return mutant(name, caughtBy, (right) => ({
    commit: ({ checks, writes }) => {
      for (const { key } of checks) right.get(key);
      return right.commit({ checks: change(checks), writes });
    },
  }));
}

export const checkMutants: readonly Mutant[] = [
  changingChecks("ignores checks", "a commit whose only check fails answers false and writes nothing", () => []),
  changingChecks("judges the first check alone", "every check counts, wherever it stands", (checks) =>
    checks.slice(0, 1),
  ),
  changingChecks("judges the last check alone", "every check counts, wherever it stands", (checks) => checks.slice(-1)),
  changingChecks("judges the last check of a key alone", "two checks of one key must both hold", (checks) => [
    ...new Map(checks.map((check) => [byteString(check.key), check])).values(),
  ]),
  mutant("refuses every commit with a check", "a commit whose checks hold is written", (right) => ({
    commit: (batch) => right.commit(batch) && batch.checks.length === 0,
  })),
  mutant(
    "takes an empty value for absence in a check",
    "a check for absence fails on a key that is there, also with an empty value",
    (right) => ({
      commit: (batch) => right.commit(readingChecks(batch, (key) => (right.get(key)?.length ? "given" : "either"))),
    }),
  ),
  mutant(
    "takes absence for an empty value in a check",
    "a check for a value fails on a key that is absent, also for the empty value",
    (right) => ({
      commit: ({ checks, writes }) => {
        const kept = checks.filter(({ key, value }) => !(value?.length === 0 && right.get(key) === undefined));
        return right.commit({ checks: kept, writes });
      },
    }),
  ),
  mutant("compares the beginning of a value in a check", "a check compares the whole value", (right) => ({
    commit: ({ checks, writes }) => {
      const near = checks.map(({ key, value }) => ({
        key,
        value: beginsWith(right.get(key), value) ? right.get(key) : value,
      }));
      return right.commit({ checks: near, writes });
    },
  })),
  mutant("judges checks after it has written", "checks are judged before the writes of their own batch", (right) => ({
    commit: (batch) => {
      const written = new Map(
        batch.writes.flatMap((write) => (write.type === "put" ? [[byteString(write.key), write.value]] : [])),
      );
      const checks = batch.checks.map(({ key, value }) =>
        written.has(byteString(key)) ? { key, value: right.get(key) } : { key, value },
      );
      const hold = batch.checks.every(
        ({ key, value }) => !written.has(byteString(key)) || sameText(written.get(byteString(key)), value),
      );
      return hold && right.commit({ checks, writes: batch.writes });
    },
  })),
  mutant(
    "judges checks against what it read before",
    "checks see the commit before, not what was read before it",
    (right) => {
      const seen = new Map<string, Bytes | undefined>();
      return {
        scan: (range) => {
          const page = right.scan(range);
          for (const { key, value } of page.entries) seen.set(byteString(key), value.slice());
          return page;
        },
        commit: ({ checks, writes }) => {
          const stale = checks.map(({ key, value }) => {
            const before = seen.get(byteString(key));
            return before !== undefined && sameText(before, value) ? { key, value: right.get(key) } : { key, value };
          });
          return right.commit({ checks: stale, writes });
        },
      };
    },
  ),
  mutant("answers true to checks without writes", "checks without writes only tell", (right) => ({
    commit: (batch) => right.commit(batch) || batch.writes.length === 0,
  })),
  mutant(
    "writes although a check failed",
    "a commit whose only check fails answers false and writes nothing",
    (right) => ({
      commit: (batch) => {
        const isHeld = right.commit({ checks: batch.checks, writes: [] });
        right.commit({ checks: [], writes: batch.writes });
        return isHeld;
      },
    }),
  ),
  mutant("lets a check of an empty key pass", "a check of a key that is refused writes nothing", (right) => ({
    commit: ({ checks, writes }) => right.commit({ checks: checks.filter(({ key }) => key.length > 0), writes }),
  })),
];

function readingChecks(batch: Batch, how: (key: Bytes) => "given" | "either"): Batch {
  const checks = batch.checks.filter(
    ({ key, value }) => value !== undefined || key.length === 0 || how(key) === "given",
  );
  return { checks, writes: batch.writes };
}

function beginsWith(whole: Bytes | undefined, start: Bytes | undefined): boolean {
  return whole !== undefined && start !== undefined && sameText(whole.subarray(0, start.length), start);
}

function sameText(a: Bytes | undefined, b: Bytes | undefined): boolean {
  return (a === undefined) === (b === undefined) && byteString(a ?? EMPTY) === byteString(b ?? EMPTY);
}
