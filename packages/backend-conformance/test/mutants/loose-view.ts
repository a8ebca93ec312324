import {
  type Backend,
  BackendError,
  type Batch,
  type Bytes,
  concatBytes,
  keyAfter,
  prefixEnd,
  type Write,
} from "@airssys/backend";

/** Where a view can go wrong. What is not given is right. */
export interface Faults {
  readonly end?: (prefix: Bytes) => Bytes | undefined;
  readonly first?: (prefix: Bytes) => Bytes;
  /** Where a delete-range without an edge of its own begins and ends. */
  readonly edge?: (prefix: Bytes, bound: Bytes) => Bytes;
  readonly seen?: (prefix: Bytes, key: Bytes) => Bytes;
  readonly checked?: (prefix: Bytes, key: Bytes) => Bytes;
  readonly keyBytesMax?: (prefix: Bytes, max: number) => number;
  /** Keep the caller's prefix instead of a copy. */
  readonly isPrefixShared?: boolean;
}

/** A view written anew, that can be made wrong in one place. */
export function looseView(backend: Backend<"sync">, given: Bytes, faults: Faults): Backend<"sync"> {
  const prefix = faults.isPrefixShared ? given : new Uint8Array(given);
  const { end = prefixEnd, first = keyAfter, seen = (_, key) => key.subarray(prefix.length) } = faults;
  const { edge = concatBytes, checked = concatBytes, keyBytesMax = (_, max) => max - prefix.length } = faults;
  let isClosed = false;
  const open = () => {
    if (isClosed) throw new BackendError("closed", "this view is closed");
    return backend;
  };
  const inside = (key: Bytes) => {
    if (key.length === 0) throw new BackendError("invalid", "an empty key");
    return concatBytes(prefix, key);
  };
  const write = (given: Write): Write =>
    given.type === "delete-range"
      ? { ...given, gte: given.gte.length === 0 ? first(prefix) : edge(prefix, given.gte), lt: edge(prefix, given.lt) }
      : { ...given, key: inside(given.key) };
  const batch = ({ checks, writes }: Batch): Batch => ({
    checks: checks.map(({ key, value }) => {
      inside(key);
      return { key: checked(prefix, key), value };
    }),
    writes: writes.map(write),
  });
  return {
    name: "loose view",
    mode: "sync",
    capabilities: { ...backend.capabilities, keyBytesMax: keyBytesMax(prefix, backend.capabilities.keyBytesMax) },
    get: (key) => open().get(inside(key)),
    getMany: (keys) => open().getMany(keys.map(inside)),
    scan: ({ gte, lt, ...walk }) => {
      const bound = lt === undefined ? end(prefix) : concatBytes(prefix, lt);
      const start = gte === undefined || gte.length === 0 ? first(prefix) : concatBytes(prefix, gte);
      const page = open().scan({ ...walk, gte: start, ...(bound && { lt: bound }) });
      return { ...page, entries: page.entries.map(({ key, value }) => ({ key: seen(prefix, key), value })) };
    },
    count: ({ gte, lt }) => {
      const bound = lt === undefined ? end(prefix) : concatBytes(prefix, lt);
      const start = gte === undefined || gte.length === 0 ? first(prefix) : concatBytes(prefix, gte);
      const { keys, next } = open().count({ gte: start, ...(bound && { lt: bound }) });
      return { keys, next: next && seen(prefix, next) };
    },
    commit: (given) => open().commit(batch(given)),
    commitAll: (batches) => open().commitAll(batches.map(batch)),
    flush: () => open().flush(),
    stats: () => {
      open().flush();
      return {};
    },
    close: () => {
      isClosed = true;
    },
  };
}
