import type { StorageErrorPayload } from "@airssys/protocol";
import type { storageBatch } from "@airssys/wit/host";
import { type Answer, andThen, type KeyvalueError, keyvalueError, other, same } from "./answers.ts";
import type { Bucket, Buckets } from "./buckets.ts";

/** The variant `cas-error`. */
type CasError<Cas> =
  | { readonly tag: "store-error"; readonly val: KeyvalueError }
  /** With a handle for another try. */
  | { readonly tag: "cas-failed"; readonly val: Cas };

/**
 * What is remembered of a key from when a handle was made: handles hold no values, of which a component could collect
 * any number.
 */
interface Seen {
  readonly version: bigint;
  readonly fingerprint: bigint;
}

/** Adds to a counter of the contract. */
function increment(buckets: Buckets) {
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
  /** A key at an instant. A `swap` succeeds if it is as it was then. */
  class Cas {
    readonly bucket: Bucket;
    readonly key: string;
    readonly seen: Seen | undefined;

    constructor(bucket: Bucket, key: string, seen: Seen | undefined) {
      this.bucket = bucket;
      this.key = key;
      this.seen = seen;
    }

    static new(bucket: Bucket, key: string): Answer<Cas> {
      return buckets.answer(bucket, entryOf(key), (entry) => new Cas(bucket, key, seenOf(entry)));
    }

    /** The value as it is now: if it is another one than when the handle was made, the swap will fail. */
    current(): Answer<Uint8Array | undefined> {
      return buckets.answer(this.bucket, () => buckets.storage.storageGet(this.key), same);
    }
  }

  const entryOf = (key: string) => () => buckets.batch.storageGetEntry(key);

  function swap(cas: Cas, value: Uint8Array): Answer<undefined, CasError<Cas>> {
    const { bucket, key, seen } = cas;
    return andThen(buckets.inside(bucket, entryOf(key)), (entry) => {
      if (entry.tag === "err") return storeError(entry.val);
      const now = seenOf(entry.val);
      if (!isSame(now, seen)) return { tag: "err", val: { tag: "cas-failed", val: new Cas(bucket, key, now) } };
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

function seenOf(entry: storageBatch.Entry | undefined): Seen | undefined {
  return entry && { version: entry.version, fingerprint: fingerprintOf(entry.value) };
}

/** What one call writes twice has one version, so values count too. */
function isSame(a: Seen | undefined, b: Seen | undefined): boolean {
  return a?.version === b?.version && a?.fingerprint === b?.fingerprint;
}

/**
 * 64 bits that tell a component's own values apart, which it need not deceive itself about: two rows of 32-bit FNV-1a,
 * of which one is turned.
 */
function fingerprintOf(value: Uint8Array): bigint {
  let a = 0x811c9dc5;
  let b = value.length;
  for (const byte of value) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul((b << 13) | (b >>> 19), 5) + byte;
  }
  return (BigInt(a >>> 0) << 32n) | BigInt(b >>> 0);
}

function storeError<Cas>(error: StorageErrorPayload): { readonly tag: "err"; readonly val: CasError<Cas> } {
  return { tag: "err", val: { tag: "store-error", val: keyvalueError(error) } };
}
