import type { storageBatch } from "@airssys/wit/host";
import { type Answer, nothing, other, type Result, same } from "./answers.ts";
import type { Bucket, Buckets } from "./buckets.ts";
import { inSteps } from "./in-steps.ts";

type Value = Uint8Array | undefined;

/**
 * Items per step: the batch limit of the contract, unless a host sets another. Repeated here because the thread of a
 * guest loads this file and no other package.
 */
const ITEMS_PER_STEP = 100;

/**
 * Most items of one batch, the same as the keys of one answer of the contract. JavaScript needs some 3 MB for them,
 * which the heap of a guest's thread can hold many times over.
 */
const ITEMS_MAX = 10_000;

/**
 * Most bytes of values in one answer of `get-many`, the same as in one answer of `storage-get-many`: the host holds
 * them before the guest does.
 */
const VALUES_BYTES_MAX = 16 * 1_048_576;

/**
 * Makes `wasi:keyvalue/batch`, in steps that each fit a batch of the contract. A step is atomic, and within a call of
 * an export all of them are. A batch of more than {@link ITEMS_MAX} items is refused before anything is done.
 *
 * @param pair how a version of the interface represents the value of a key.
 */
export function keyvalueBatch<Pair>(buckets: Buckets, pair: (key: string, value: Value) => Pair) {
  function* getMany(bucket: Bucket, keys: readonly string[]): Steps<Value[], Pair[]> {
    const pairs: Pair[] = [];
    let bytes = 0;
    for (const some of chunks(keys)) {
      const answer = yield buckets.answer(bucket, () => buckets.batch.storageGetMany(some), same);
      if (answer.tag === "err") return answer;
      bytes += byteCount(answer.val);
      if (bytes > VALUES_BYTES_MAX) return TOO_MANY_BYTES;
      some.forEach((key, index) => {
        pairs.push(pair(key, answer.val[index]));
      });
    }
    return { tag: "ok", val: pairs };
  }

  function* writeMany<Item>(
    bucket: Bucket,
    items: readonly Item[],
    write: (item: Item) => storageBatch.Write,
  ): Steps<undefined, undefined> {
    for (const some of chunks(items)) {
      const answer = yield buckets.answer(bucket, () => buckets.batch.storageWrite([], some.map(write)), nothing);
      if (answer.tag === "err") return answer;
    }
    return { tag: "ok", val: undefined };
  }

  return {
    getMany: (bucket: Bucket, keys: string[]): Answer<Pair[]> => tooMany(keys) ?? inSteps(getMany(bucket, keys)),
    setMany: (bucket: Bucket, entries: [string, Uint8Array][]): Answer<undefined> =>
      tooMany(entries) ?? inSteps(writeMany(bucket, entries, setWrite)),
    deleteMany: (bucket: Bucket, keys: string[]): Answer<undefined> =>
      tooMany(keys) ?? inSteps(writeMany(bucket, keys, deleteWrite)),
  };
}

/** A batch as a generator: it yields one step after the other until one fails. */
type Steps<Asked, T> = Generator<Answer<Asked>, Result<T>, Result<Asked>>;

const TOO_MANY_BYTES = refused(`the values of one batch have at most ${VALUES_BYTES_MAX} bytes; ask for fewer keys`);

function tooMany({ length }: readonly unknown[]): Result<never> | undefined {
  if (length <= ITEMS_MAX) return undefined;
  return refused(`a batch has at most ${ITEMS_MAX} items, got ${length}; nothing was done: split it`);
}

function refused(why: string): Result<never> {
  return { tag: "err", val: other(`limit-exceeded: ${why}`) };
}

function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += ITEMS_PER_STEP) yield items.slice(start, start + ITEMS_PER_STEP);
}

function byteCount(values: readonly Value[]): number {
  return values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
}

const setWrite = ([key, value]: [string, Uint8Array]): storageBatch.Write => ({ tag: "set", val: { key, value } });
const deleteWrite = (key: string): storageBatch.Write => ({ tag: "delete", val: key });
