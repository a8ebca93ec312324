import { type Answer, andThen, nothing, other, same } from "./answers.ts";
import type { Bucket, Buckets } from "./buckets.ts";

/** Most keys in one answer of `list-keys`. */
const KEYS_PER_ANSWER = 1_000;

/** A page of keys, with the cursor of the next page in the form of the interface version. */
interface KeyResponse<Cursor> {
  readonly keys: readonly string[];
  readonly cursor: Cursor | undefined;
}

/** Converts the cursors of the contract for a version of the interface. */
export interface CursorForm<Cursor> {
  print(cursor: string): Cursor;
  /** Returns `undefined` for an unknown cursor. */
  read(cursor: Cursor): string | undefined;
}

/** Makes `wasi:keyvalue/store`. */
export function keyvalueStore<Cursor>(buckets: Buckets, form: CursorForm<Cursor>) {
  class OpenBucket implements Bucket {
    readonly namespace: string;

    constructor(namespace: string) {
      this.namespace = namespace;
    }

    get(key: string): Answer<Uint8Array | undefined> {
      return buckets.answer(this, () => buckets.storage.storageGet(key), same);
    }

    set(key: string, value: Uint8Array): Answer<undefined> {
      return buckets.answer(this, () => buckets.storage.storageSet(key, value), nothing);
    }

    delete(key: string): Answer<undefined> {
      return buckets.answer(this, () => buckets.storage.storageDelete(key), nothing);
    }

    exists(key: string): Answer<boolean> {
      return buckets.answer(this, () => buckets.storage.storageHas(key), same);
    }

    listKeys(given: Cursor | undefined): Answer<KeyResponse<Cursor>> {
      const cursor = given === undefined ? undefined : form.read(given);
      if (given !== undefined && cursor === undefined)
        return { tag: "err", val: other("invalid-argument: no such cursor") };
      const walk = { reverse: false, limit: KEYS_PER_ANSWER };
      const page = () => buckets.ranges.storageRangeKeys({}, walk, cursor);
      return buckets.answer(this, page, ({ keys, cursor: next }) => ({
        keys,
        cursor: next === undefined ? undefined : form.print(next),
      }));
    }
  }

  return {
    Bucket: OpenBucket,
    open: (identifier: string): Answer<OpenBucket> =>
      andThen(buckets.open(identifier), (result) =>
        result.tag === "ok" ? { tag: "ok", val: new OpenBucket(result.val.namespace) } : result,
      ),
  };
}
