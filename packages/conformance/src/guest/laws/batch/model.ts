import { holdsExactly } from "../../expect/contents.ts";
import { refused, same } from "../../expect/expect.ts";
import { getEntry, write } from "../../host/batch.ts";
import { set } from "../../host/storage.ts";
import { call, type WrittenLaw } from "../../plan/written-law.ts";
import { utf8 } from "../../values/bytes.ts";
import { Random } from "../../values/random.ts";

const assumes = ["one-call-is-one-transaction"] as const;

/** Makes one call with random batches. The memo has the value and version of each key. */
function wander(seed: number, memo: Record<string, [string, number]>): Record<string, [string, number]> {
  const random = new Random(seed + 51);
  const model = new Map(Object.entries(memo));
  const commit = Math.max(0, ...[...model.values()].map(([, version]) => version), write([], [])) + 1;
  for (const [key, [value, version]] of model)
    same(`storage-get-entry of ${key}`, getEntry(key), { value: utf8(value), version, expiresAt: undefined });
  // Writes first, so that every call is a commit.
  set("always", `${seed}`);
  model.set("always", [`${seed}`, commit]);
  for (let index = 0; index < 40; index++) {
    const some = () => `k${random.below(6)}`;
    const checks = Array.from({ length: random.below(3) }, () => {
      const key = some();
      const right = model.get(key)?.[1];
      return [key, random.below(4) === 0 ? (right ?? 0) + 1 : right] as const;
    });
    const writes = Array.from(
      { length: 1 + random.below(3) },
      () => [some(), random.below(3) === 0 ? undefined : `${random.below(100)}`] as const,
    );
    const areRight = checks.every(([key, version]) => model.get(key)?.[1] === version);
    if (!areRight) {
      refused("conflict", `batch ${index} of seed ${seed}`, () => write(checks, writes));
      continue;
    }
    same(`the version of batch ${index} of seed ${seed}`, write(checks, writes), commit);
    for (const [key, value] of writes) {
      if (value === undefined) model.delete(key);
      else model.set(key, [value, commit]);
    }
  }
  holdsExactly(new Map([...model].map(([key, [value]]) => [key, value])));
  return Object.fromEntries(model);
}

/** Laws that compare random calls with a model. */
export const batchModelLaws: readonly WrittenLaw[] = [
  {
    name: "whatever batches are tried, they are done or refused as with a map that knows versions",
    where: "Versions",
    assumes,
    steps: Array.from({ length: 6 }, (_, seed) =>
      call((memo: Record<string, [string, number]> | undefined) => wander(seed, memo ?? {})),
    ),
  },
];
