import type { Backend, Batch, Bytes, Page, ScanRange } from "@airssys/backend";

/**
 * Work of the store, written once for every engine: a generator that yields what it asks of the backend and is resumed
 * with the answer. {@link drive} runs it, without a single promise over an embedded engine and asynchronously over the
 * others.
 */
export type Steps<T> = Generator<Request, T, unknown>;

/** One question to the backend, as data; or work of somebody else's that may take its time, as the backend does. */
export type Request =
  | { readonly type: "get"; readonly key: Bytes }
  | { readonly type: "get-many"; readonly keys: readonly Bytes[] }
  | { readonly type: "scan"; readonly range: ScanRange }
  | { readonly type: "commit"; readonly batch: Batch }
  | { readonly type: "run"; readonly work: () => unknown };

/** The questions, each typed by its answer: `const value = yield* ask.get(key)`. */
export const ask = {
  *get(key: Bytes): Steps<Bytes | undefined> {
    return (yield { type: "get", key }) as Bytes | undefined;
  },
  *getMany(keys: readonly Bytes[]): Steps<(Bytes | undefined)[]> {
    return (yield { type: "get-many", keys }) as (Bytes | undefined)[];
  },
  *scan(range: ScanRange): Steps<Page> {
    return (yield { type: "scan", range }) as Page;
  },
  *commit(batch: Batch): Steps<boolean> {
    return (yield { type: "commit", batch }) as boolean;
  },
  *run<T>(work: () => T): Steps<Awaited<T>> {
    return (yield { type: "run", work }) as Awaited<T>;
  },
};

/** What a backend says to a request: the answer, or a promise of it from an asynchronous one. */
export function answerOf(backend: Backend, request: Request): unknown {
  switch (request.type) {
    case "get":
      return backend.get(request.key);
    case "get-many":
      return backend.getMany(request.keys);
    case "scan":
      return backend.scan(request.range);
    case "commit":
      return backend.commit(request.batch);
    case "run":
      return request.work();
  }
}
