import type {
  Answer,
  Backend,
  BackendStats,
  Batch,
  Bytes,
  KeyBounds,
  KeyCount,
  Mode,
  Page,
  ScanRange,
} from "./backend.ts";
import { BackendError } from "./backend-error.ts";
import { concatBytes, prefixEnd } from "./bytes.ts";
import { batchInside, keyInside, startInside } from "./inside.ts";
import { rejecting } from "./rejecting.ts";

/**
 * Returns a view of the keys that begin with `prefix`, as a backend of its own. Keys of the view do not include the
 * prefix. No request can reach a key outside of the prefix, because the bounds of every range are limited to it. The
 * key that equals the prefix is not part of the view, because a key is never empty.
 *
 * If several prefixes are used side by side, none may begin another. To ensure that, end each prefix with a byte that
 * occurs nowhere else in it. Closing the view leaves the backend open. `stats` of a view is empty, because engines do
 * not count the entries of a prefix.
 *
 * @throws BackendError `invalid` for an empty prefix.
 *
 * @example
 * ```ts
 * import { namespaced } from "@airssys/backend";
 * import { openMemory } from "@airssys/backend/memory";
 *
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * const backend = openMemory();
 * const view = namespaced(backend, bytes("component:notes:"));
 * view.commit({ checks: [], writes: [{ type: "put", key: bytes("a"), value: bytes("1") }] });
 * backend.get(bytes("component:notes:a")); // the bytes of "1"
 * ```
 */
export function namespaced<M extends Mode>(backend: Backend<M>, prefix: Bytes): Backend<M> {
  if (prefix.length === 0) throw new BackendError("invalid", '"prefix" expected at least 1 byte, got 0');
  const view = new NamespacedBackend(backend, new Uint8Array(prefix));
  // The view throws its own errors synchronously. Callers of an asynchronous backend expect a rejected promise instead.
  return view.mode === "async" ? (rejecting(view) as Backend as Backend<M>) : view;
}

class NamespacedBackend<M extends Mode> implements Backend<M> {
  readonly name: string;
  readonly mode: M;
  readonly capabilities: Backend["capabilities"];
  readonly #backend: Backend<M>;
  readonly #prefix: Bytes;
  readonly #end: Bytes | undefined;
  #isClosed = false;

  constructor(backend: Backend<M>, prefix: Bytes) {
    this.name = backend.name;
    this.mode = backend.mode;
    this.capabilities = {
      ...backend.capabilities,
      keyBytesMax: backend.capabilities.keyBytesMax - prefix.length,
    };
    this.#backend = backend;
    this.#prefix = prefix;
    this.#end = prefixEnd(prefix);
  }

  get(key: Bytes): Answer<M, Bytes | undefined> {
    return this.#open().get(keyInside(this.#prefix, key));
  }

  getMany(keys: readonly Bytes[]): Answer<M, (Bytes | undefined)[]> {
    return this.#open().getMany(keys.map((key) => keyInside(this.#prefix, key)));
  }

  scan(range: ScanRange): Answer<M, Page> {
    const page = this.#open().scan({ ...range, ...this.#boundsInside(range) });
    return mapAnswer(this.mode, page, (whole) => this.#withoutPrefix(whole));
  }

  count(range: KeyBounds): Answer<M, KeyCount> {
    const count = this.#open().count(this.#boundsInside(range));
    return mapAnswer(this.mode, count, ({ keys, next }) => ({ keys, next: next?.subarray(this.#prefix.length) }));
  }

  commit(batch: Batch): Answer<M, boolean> {
    return this.#open().commit(batchInside(this.#prefix, batch));
  }

  commitAll(batches: readonly Batch[]): Answer<M, boolean[]> {
    return this.#open().commitAll(batches.map((batch) => batchInside(this.#prefix, batch)));
  }

  flush(): Answer<M, void> {
    return this.#open().flush();
  }

  stats(): Answer<M, BackendStats> {
    return mapAnswer(this.mode, this.#open().stats(), () => ({}));
  }

  close(): Answer<M, void> {
    this.#isClosed = true;
    return (this.mode === "sync" ? undefined : Promise.resolve()) as Answer<M, void>;
  }

  #open(): Backend<M> {
    if (this.#isClosed) throw new BackendError("closed", "the namespaced view is closed");
    return this.#backend;
  }

  #boundsInside({ gte, lt }: KeyBounds): KeyBounds {
    const end = lt === undefined ? this.#end : concatBytes(this.#prefix, lt);
    return { gte: startInside(this.#prefix, gte), ...(end === undefined ? {} : { lt: end }) };
  }

  #withoutPrefix(page: Page): Page {
    const skip = this.#prefix.length;
    return {
      entries: page.entries.map(({ key, value }) => ({
        key: new Uint8Array(key.buffer, key.byteOffset + skip, key.length - skip), // half the time of subarray
        value,
      })),
      isLast: page.isLast,
    };
  }
}

function mapAnswer<M extends Mode, T, U>(mode: M, answer: Answer<M, T>, map: (value: T) => U): Answer<M, U> {
  return (mode === "sync" ? map(answer as T) : Promise.resolve(answer as Promise<T>).then(map)) as Answer<M, U>;
}
