import type { storageBatch } from "@airssys/wit/host";
import { type Answer, andThen, type Result } from "./answers.ts";
import type { Bucket, Buckets } from "./buckets.ts";

type Value = Uint8Array | undefined;

/** As many as a batch of the contract has, unless a host says otherwise. A guest's own thread loads this file, and no other package. */
const ITEMS_PER_STEP = 100;

/**
 * `wasi:keyvalue/batch`, in steps of as many items as a batch of the contract has. A step is done whole or not at all; within a call of an export all
 * of them are anyway.
 *
 * @param pair how a version of the interface tells the value of a key.
 */
export function keyvalueBatch<Pair>(buckets: Buckets, pair: (key: string, value: Value) => Pair) {
  function getMany(bucket: Bucket, keys: string[]): Answer<Pair[]> {
    return inSteps(keys, (some) =>
      buckets.answer(
        bucket,
        () => buckets.batch.storageGetMany(some),
        (values) => some.map((key, index) => pair(key, values[index])),
      ),
    );
  }

  function setMany(bucket: Bucket, entries: [string, Uint8Array][]): Answer<undefined> {
    return writeMany(bucket, entries, ([key, value]) => ({ tag: "set", val: { key, value } }));
  }

  function deleteMany(bucket: Bucket, keys: string[]): Answer<undefined> {
    return writeMany(bucket, keys, (key) => ({ tag: "delete", val: key }));
  }

  function writeMany<Item>(
    bucket: Bucket,
    items: readonly Item[],
    write: (item: Item) => storageBatch.Write,
  ): Answer<undefined> {
    const done = inSteps(items, (some) =>
      buckets.answer(
        bucket,
        () => buckets.batch.storageWrite([], some.map(write)),
        () => [],
      ),
    );
    return andThen(done, (result): Result<undefined> => (result.tag === "ok" ? { tag: "ok", val: undefined } : result));
  }

  return { getMany, setMany, deleteMany };
}

/** Does something for some items after the other, until one step fails, and answers what all of them answered. */
function inSteps<Item, T>(items: readonly Item[], step: (some: Item[]) => Answer<T[]>, done: T[] = []): Answer<T[]> {
  if (items.length === 0) return { tag: "ok", val: done };
  return andThen(step(items.slice(0, ITEMS_PER_STEP)), (result) =>
    result.tag === "err" ? result : inSteps(items.slice(ITEMS_PER_STEP), step, [...done, ...result.val]),
  );
}
