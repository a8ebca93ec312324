import { BackendError, keyAfter, sameBytes, type Write } from "@airssys/backend";
import { type Mutant, mutant } from "../mutant.ts";

function changingWrites(
  name: string,
  caughtBy: string,
  change: (writes: readonly Write[]) => readonly Write[],
): Mutant {
  return mutant(name, caughtBy, (right) => ({
    commit: ({ checks, writes }) => right.commit({ checks, writes: change(writes) }),
  }));
}

export const commitMutants: readonly Mutant[] = [
  changingWrites("forgets the last write of a batch", "a batch writes all that it holds", (writes) =>
    writes.length > 3 ? writes.slice(0, -1) : writes,
  ),
  mutant("answers false to a batch of nothing", "a batch of nothing succeeds and changes nothing", (right) => ({
    commit: (batch) => right.commit(batch) && batch.checks.length + batch.writes.length > 0,
  })),
  changingWrites(
    "applies writes from the last to the first",
    "of two puts of one key in a batch the last one stays",
    (writes) => writes.toReversed(),
  ),
  changingWrites(
    "keeps the first of two puts of one key in a batch",
    "of two puts of one key in a batch the last one stays",
    (writes) =>
      writes.filter(
        (write, index) =>
          write.type !== "put" ||
          !writes
            .slice(0, Math.min(index, 20))
            .some((other) => other.type === "put" && sameBytes(other.key, write.key)),
      ),
  ),
  changingWrites(
    "deletes after it has put",
    "a delete after a put removes what was put, and a put after a delete stays",
    (writes) => [...writes.filter(({ type }) => type !== "delete"), ...writes.filter(({ type }) => type === "delete")],
  ),
  changingWrites(
    "deletes ranges before all else",
    "a delete-range removes what the batch put before it and nothing that it puts after",
    (writes) => [
      ...writes.filter(({ type }) => type === "delete-range"),
      ...writes.filter(({ type }) => type !== "delete-range"),
    ],
  ),
  changingWrites("deletes the end of a range too", "a delete-range takes its first key and spares its end", (writes) =>
    writes.map((write) => (write.type === "delete-range" ? { ...write, lt: keyAfter(write.lt) } : write)),
  ),
  changingWrites("spares the first key of a range", "a delete-range takes its first key and spares its end", (writes) =>
    writes.map((write) => (write.type === "delete-range" ? { ...write, gte: keyAfter(write.gte) } : write)),
  ),
  changingWrites(
    "turns a range around whose end comes first",
    "a delete-range whose end is not after its start removes nothing",
    (writes) =>
      writes.map((write) =>
        write.type === "delete-range" && (write.gte[0] ?? 0) > (write.lt[0] ?? 0)
          ? { ...write, gte: write.lt, lt: write.gte }
          : write,
      ),
  ),
  changingWrites(
    "takes an empty start of a delete-range for no range",
    "a delete-range may begin before the first key and end after the last one",
    (writes) => writes.filter((write) => write.type !== "delete-range" || write.gte.length > 0),
  ),
  mutant("deletes the first page of a range alone", "a delete-range removes thousands of keys", (right) => ({
    commit: ({ checks, writes }) => {
      const paged = writes.flatMap((write): Write[] => {
        if (write.type !== "delete-range") return [write];
        const gone = right.scan({ gte: write.gte, lt: write.lt, valueBytesMax: 0 }).entries;
        return gone.map(({ key }) => ({ type: "delete", key }));
      });
      return right.commit({ checks, writes: paged });
    },
  })),
  mutant(
    "writes a batch one by one and stops where a key is refused",
    "a batch with a key that is refused writes nothing, wherever the key stands",
    (right) => ({
      commit: ({ checks, writes }) => {
        if (!right.commit({ checks, writes: [] })) return false;
        for (const write of writes) right.commit({ checks: [], writes: [write] });
        return true;
      },
    }),
  ),
  mutant(
    "skips a write whose key is refused",
    "a batch with a key that is refused writes nothing, wherever the key stands",
    (right) => ({
      commit: (batch) => {
        const good = batch.writes.filter((write) => write.type === "delete-range" || write.key.length > 0);
        const answer = right.commit({ checks: batch.checks, writes: good });
        if (good.length < batch.writes.length) throw new BackendError("invalid", "an empty key");
        return answer;
      },
    }),
  ),
  mutant(
    "leaves what it wrote before a batch threw",
    "a batch that throws halfway writes nothing, and the next one is not hurt",
    (right) => ({
      commit: (batch) => {
        if (batch.writes.some((write) => write.type !== "delete-range" && write.key.length === 0))
          return right.commit(batch);
        if (!right.commit({ checks: batch.checks, writes: [] })) return false;
        for (const write of batch.writes) right.commit({ checks: [], writes: [write] });
        return true;
      },
    }),
  ),
];
