import { type Backend, type Batch, type Bytes, byteString, promised, sameBytes } from "@airssys/backend";
import { durableMemory } from "../durable-memory.ts";
import { type Mutant, mutant } from "../mutant.ts";

/** An asynchronous mutant whose commit is made of several steps. */
function racing(
  name: string,
  caughtBy: string,
  commit: (right: Backend<"sync">, batch: Batch) => Promise<boolean>,
): Mutant {
  const right = durableMemory();
  const open = () => {
    const handle = right.open();
    return { ...promised(handle), commit: (batch: Batch) => commit(handle, batch) };
  };
  return { name, caughtBy, subject: { ...right, open } };
}

let calls = 0;

export const concurrencyMutants: readonly Mutant[] = [
  racing(
    "judges checks, waits and writes",
    "of two commits that check the same value one wins",
    async (right, batch) => {
      const { checks, writes } = structuredClone(batch);
      const isHeld = right.commit({ checks, writes: [] });
      await Promise.resolve();
      return isHeld && right.commit({ checks: [], writes });
    },
  ),
  racing("judges checks and writes later", "increments that overlap and check lose nothing", async (right, batch) => {
    const { checks, writes } = structuredClone(batch);
    const isHeld = right.commit({ checks, writes: [] });
    await new Promise((resolve) => setTimeout(resolve, 0));
    return isHeld && right.commit({ checks: [], writes });
  }),
  racing(
    "waits between the writes of a batch",
    "a batch that overlaps others is written in one piece",
    async (right, batch) => {
      const { checks, writes } = structuredClone(batch);
      if (!right.commit({ checks, writes: [] })) return false;
      calls += 5;
      const ticks = calls % 7; // batches wait differently long, or they would stay in step
      for (const write of writes) {
        right.commit({ checks: [], writes: [write] });
        for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      }
      return true;
    },
  ),
  mutant(
    "sees its own commits a turn later",
    "a handle sees what it has committed at once, whoever else has a handle",
    (right) => {
      const before = new Map<string, Bytes | undefined>();
      return {
        get: (key) => {
          const value = right.get(key);
          return before.has(byteString(key)) ? before.get(byteString(key)) : value;
        },
        commit: (batch) => {
          const keys = batch.writes.flatMap((write) =>
            write.type === "put" && write.key.length < 9 ? [write.key] : [],
          );
          const values = keys.map((key) => (key.length > 0 ? right.get(key) : undefined));
          if (!right.commit(batch)) return false;
          for (const [index, key] of keys.entries()) before.set(byteString(key), values[index]);
          setTimeout(() => before.clear(), 0);
          return true;
        },
      };
    },
  ),
  mutant(
    "keeps what it read until it writes",
    "a handle sees what another one committed after one turn of the event loop",
    (right) => {
      const seen = new Map<string, Bytes | undefined>();
      return {
        get: (key) => {
          const value = right.get(key);
          if (!seen.has(byteString(key))) seen.set(byteString(key), value);
          return seen.get(byteString(key))?.slice();
        },
        commit: (batch) => {
          seen.clear();
          return right.commit(batch);
        },
      };
    },
  ),
  snapshotJudge("checks are judged against what another handle has just committed"),
  snapshotJudge("increments through two handles that check lose nothing"),
];

/** What a handle read last satisfies its checks, although another handle has written since. */
function snapshotJudge(caughtBy: string): Mutant {
  return mutant("judges checks against its own snapshot", caughtBy, (right) => {
    const seen = new Map<string, Bytes | undefined>();
    return {
      get: (key) => {
        const value = right.get(key);
        seen.set(byteString(key), value);
        return value?.slice();
      },
      commit: ({ checks, writes }) => {
        const judged = checks.map((check) => {
          const name = byteString(check.key);
          const isAsSeen = seen.has(name) && sameBytes(seen.get(name), check.value);
          return isAsSeen ? { key: check.key, value: right.get(check.key) } : check;
        });
        seen.clear();
        return right.commit({ checks: judged, writes });
      },
    };
  });
}
