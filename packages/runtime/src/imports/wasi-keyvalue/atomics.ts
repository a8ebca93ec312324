import type { StorageErrorPayload } from "@airssys/protocol";
import type { storageBatch } from "@airssys/wit/host";
import { type Answer, andThen, type KeyvalueError, keyvalueError, other, same } from "./answers.ts";
import type { Bucket, Buckets } from "./buckets.ts";

/** The variant `cas-error`. */
type CasError<Cas> =
  | { readonly tag: "store-error"; readonly val: KeyvalueError }
  /** Holds a new handle, for another try. */
  | { readonly tag: "cas-failed"; readonly val: Cas };

/**
 * State of a key when a handle was made. Handles hold no values, since a component could collect any number of them.
 */
interface Snapshot {
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

/** Adds to a counter in the first draft, where numbers are unsigned. A counter below 0 stays as it is. */
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

/** Makes `wasi:keyvalue/atomics` of the second draft. */
export function keyvalueAtomics(buckets: Buckets) {
  /** A key as it was when the handle was made. A `swap` succeeds only if it has not changed since. */
  class Cas {
    readonly bucket: Bucket;
    readonly key: string;
    readonly seen: Snapshot | undefined;

    constructor(bucket: Bucket, key: string, seen: Snapshot | undefined) {
      this.bucket = bucket;
      this.key = key;
      this.seen = seen;
    }

    static new(bucket: Bucket, key: string): Answer<Cas> {
      return buckets.answer(bucket, readEntry(key), (entry) => new Cas(bucket, key, snapshot(entry)));
    }

    /** Returns the current value. If it changed since the handle was made, the swap will fail. */
    current(): Answer<Uint8Array | undefined> {
      return buckets.answer(this.bucket, () => buckets.storage.storageGet(this.key), same);
    }
  }

  const readEntry = (key: string) => () => buckets.batch.storageGetEntry(key);

  function swap(cas: Cas, value: Uint8Array): Answer<undefined, CasError<Cas>> {
    const { bucket, key, seen } = cas;
    return andThen(buckets.inside(bucket, readEntry(key)), (entry) => {
      if (entry.tag === "err") return storeError(entry.val);
      const now = snapshot(entry.val);
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

function snapshot(entry: storageBatch.Entry | undefined): Snapshot | undefined {
  return entry && { version: entry.version, fingerprint: hashValue(entry.value) };
}

/** Writes of one call share a version, so values are compared too. */
function isSame(a: Snapshot | undefined, b: Snapshot | undefined): boolean {
  return a?.version === b?.version && a?.fingerprint === b?.fingerprint;
}

/**
 * Hashes a value to 64 bits, to tell values of the same component apart; a component can only deceive itself. Two
 * rounds of 32-bit FNV-1a, one of them rotated.
 */
function hashValue(value: Uint8Array): bigint {
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
