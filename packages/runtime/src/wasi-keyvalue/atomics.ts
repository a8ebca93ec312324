import type { StorageErrorPayload } from "@airssys/protocol";
import type { storageBatch } from "@airssys/wit/host";
import { type Answer, andThen, type KeyvalueError, keyvalueError, other } from "./answers.ts";
import type { Bucket, Buckets } from "./buckets.ts";

/** The variant `cas-error`. */
type CasError<Cas> =
  | { readonly tag: "store-error"; readonly val: KeyvalueError }
  /** With a handle for another try. */
  | { readonly tag: "cas-failed"; readonly val: Cas };

/** What a key had when a handle was made. */
type Seen = storageBatch.Entry | undefined;

/** Adds to a counter of the contract. */
export function increment(buckets: Buckets) {
  return (bucket: Bucket, key: string, delta: bigint): Answer<bigint> =>
    buckets.answer(
      bucket,
      () => buckets.batch.storageIncrement(key, delta),
      (value) => value,
    );
}

/** The same in the first draft, where numbers have no sign. A counter that is below 0 all the same is left as it is. */
export function incrementUnsigned(buckets: Buckets) {
  const add = increment(buckets);
  return (bucket: Bucket, key: string, delta: bigint): Answer<bigint> => {
    if (delta > COUNTER_MAX) return refused("more than a counter holds");
    return andThen(add(bucket, key, delta), (result) => {
      if (result.tag === "err" || result.val >= 0n) return result;
      return andThen(add(bucket, key, -delta), () => refused("the counter is below 0"));
    });
  };
}

const COUNTER_MAX = 2n ** 63n - 1n;

function refused(why: string): Answer<bigint> {
  return { tag: "err", val: other(`invalid-argument: ${why}`) };
}

/** `wasi:keyvalue/atomics` of the second draft. */
export function keyvalueAtomics(buckets: Buckets) {
  /** A key as it was at an instant. A `swap` succeeds if the key still is. */
  class Cas {
    readonly bucket: Bucket;
    readonly key: string;
    readonly seen: Seen;

    constructor(bucket: Bucket, key: string, seen: Seen) {
      this.bucket = bucket;
      this.key = key;
      this.seen = seen;
    }

    static new(bucket: Bucket, key: string): Answer<Cas> {
      const entry = () => buckets.batch.storageGetEntry(key);
      return buckets.answer(bucket, entry, (seen) => new Cas(bucket, key, seen));
    }

    current(): Answer<Uint8Array | undefined> {
      return { tag: "ok", val: this.seen?.value };
    }
  }

  function swap(cas: Cas, value: Uint8Array): Answer<undefined, CasError<Cas>> {
    const { bucket, key, seen } = cas;
    const entry = () => buckets.batch.storageGetEntry(key);
    return andThen(buckets.inside<Seen>(bucket, entry), (now) => {
      if (now.tag === "err") return storeError(now.val);
      // What one call writes twice has one version, so values count too.
      if (!isSame(now.val, seen)) return { tag: "err", val: { tag: "cas-failed", val: new Cas(bucket, key, now.val) } };
      return set(cas, value);
    });
  }

  function set({ bucket, key, seen }: Cas, value: Uint8Array): Answer<undefined, CasError<Cas>> {
    const checks = [seen === undefined ? { key } : { key, version: seen.version }];
    const write = () => buckets.batch.storageWrite(checks, [{ tag: "set", val: { key, value } }]);
    return andThen(buckets.inside(bucket, write), (written) => {
      if (written.tag === "ok") return { tag: "ok", val: undefined };
      if (written.val.tag !== "conflict") return storeError(written.val);
      return andThen(Cas.new(bucket, key), (again) =>
        again.tag === "ok"
          ? { tag: "err", val: { tag: "cas-failed", val: again.val } }
          : { tag: "err", val: { tag: "store-error", val: again.val } },
      );
    });
  }

  return { Cas, swap, increment: increment(buckets) };
}

function isSame(a: Seen, b: Seen): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.version === b.version && a.value.length === b.value.length && a.value.every((byte, at) => byte === b.value[at])
  );
}

function storeError<Cas>(error: StorageErrorPayload): { readonly tag: "err"; readonly val: CasError<Cas> } {
  return { tag: "err", val: { tag: "store-error", val: keyvalueError(error) } };
}
