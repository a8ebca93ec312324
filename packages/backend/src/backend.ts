/**
 * Bytes with one owner. An engine copies or writes its arguments before the call returns, so the caller may change them
 * afterwards; what an engine returns belongs to the caller.
 */
export type Bytes = Uint8Array;

/** Whether an engine returns values (`"sync"`) or promises (`"async"`). Every engine declares its mode. */
export type Mode = "sync" | "async";

/** The return type of an engine's methods: `T` if it is synchronous, a promise of `T` if not. */
export type Answer<M extends Mode, T> = M extends "sync" ? T : Promise<T>;

/**
 * A storage engine: an ordered map from bytes to bytes. It knows nothing of tenants, grants, expiry or the meaning of
 * values.
 *
 * Every engine guarantees:
 * - Keys are ordered by their unsigned bytes; a key comes before the longer keys that begin with it.
 * - An absent value is `undefined`; an empty value is a value.
 * - A commit is atomic. When it returns, its writes are durable if `capabilities.durable` is true.
 * - Checks are compared with the newest committed state, including commits of other handles and processes.
 * - A read sees every earlier commit of its own handle. It sees commits of other processes after one turn of the event
 *   loop at the latest.
 * - Nothing stays open between two calls, no snapshot and no iterator, but what {@link Backend.snapshot} returns.
 * - Every failure is a {@link BackendError}.
 *
 * An engine is complete when `@airssys/backend-conformance` passes on it and on a {@link namespaced} view of it.
 */
export interface Backend<M extends Mode = Mode> {
  /** The engine's name, for display. */
  readonly name: string;
  readonly mode: M;
  readonly capabilities: Capabilities;
  /** Returns the value of a key; `undefined` if it is absent. */
  get(key: Bytes): Answer<M, Bytes | undefined>;
  /** Returns the values of several keys at one instant, in the order of the keys. */
  getMany(keys: readonly Bytes[]): Answer<M, (Bytes | undefined)[]>;
  /** Returns one page of a range. The page is bounded: see {@link PAGE_ENTRIES_MAX} and {@link PAGE_BYTES_MAX}. */
  scan(range: ScanRange): Answer<M, Page>;
  /**
   * Counts the keys of a range, at one instant and without handing them out. The count is bounded: see
   * {@link COUNT_KEYS_MAX}.
   */
  count(range: KeyBounds): Answer<M, KeyCount>;
  /**
   * Applies the writes, in order, if every check holds. Returns `false`, without having written anything, if a check
   * fails.
   */
  commit(batch: Batch): Answer<M, boolean>;
  /**
   * Commits several batches in order, as if by one `commit` each, but syncs only once. Returns for each batch whether
   * it was committed. An invalid batch, or a failure of the engine, fails the whole request.
   */
  commitAll(batches: readonly Batch[]): Answer<M, boolean[]>;
  /** Makes all earlier commits durable, in an engine that declares `durable: false` but can do so. */
  flush(): Answer<M, void>;
  /** Returns figures for display. */
  stats(): Answer<M, BackendStats>;
  /**
   * Returns a handle on the state of this moment: it sees no later commit, and its own commits are a `read-only` error.
   * It has to be closed, because an engine keeps what it shows: a file may grow meanwhile. It stays open when this
   * handle is closed. An engine that has no snapshots leaves the method out.
   */
  snapshot?(): Answer<M, Backend<M>>;
  /**
   * Copies the store to a new place while it is used: all that was committed at one moment, and nothing else. The copy
   * appears at its place whole and durable, or not at all. An engine that cannot do this leaves the method out.
   */
  backup?(options: BackupOptions): Promise<BackupResult>;
  /** Closes this handle. Every later call throws a `closed` error, except `close`, which may be called again. */
  close(): Answer<M, void>;
}

/** Properties in which engines differ. */
export interface Capabilities {
  /** Whether a commit that has returned survives the end of the process and a power cut. */
  readonly durable: boolean;
  /** Whether several processes may use one store at once. */
  readonly multiProcess: boolean;
  /** Maximum length of a key, in bytes. */
  readonly keyBytesMax: number;
}

/** A range of keys. */
export interface KeyBounds {
  /** Inclusive lower bound. Default: the range begins at the first key. */
  readonly gte?: Bytes;
  /** Exclusive upper bound. Default: the range ends with the last key. */
  readonly lt?: Bytes;
}

/** A range of keys, and how to walk it. */
export interface ScanRange extends KeyBounds {
  /** Whether to walk from the last key to the first. Default `false`. */
  readonly reverse?: boolean;
  /** Maximum number of entries of the page: 1 to {@link PAGE_ENTRIES_MAX}, which is also the default. */
  readonly limit?: number;
  /**
   * Maximum length of the values in bytes: of a longer value an entry has the beginning alone. With 0 every value is
   * empty. Default: values are whole.
   */
  readonly valueBytesMax?: number;
}

/** A key and its value. */
export interface Entry {
  readonly key: Bytes;
  readonly value: Bytes;
}

/** A page of a range. */
export interface Page {
  /** Entries in the order of the walk. */
  readonly entries: readonly Entry[];
  /** Whether the range contains no entries after these. */
  readonly isLast: boolean;
}

/** The number of keys of a range, or of its beginning. */
export interface KeyCount {
  readonly keys: number;
  /** The first key that was not counted, where to go on; `undefined` if the whole range was counted. */
  readonly next: Bytes | undefined;
}

/** An atomic commit: writes, and the checks that must hold for them to happen. */
export interface Batch {
  readonly checks: readonly Check[];
  readonly writes: readonly Write[];
}

/** A condition of a commit. */
export interface Check {
  readonly key: Bytes;
  /** Value that the key must have; `undefined` if the key must be absent. */
  readonly value: Bytes | undefined;
}

/** One write of a batch. */
export type Write =
  | { readonly type: "put"; readonly key: Bytes; readonly value: Bytes }
  | { readonly type: "delete"; readonly key: Bytes }
  | { readonly type: "delete-range"; readonly gte: Bytes; readonly lt: Bytes };

/** Figures for display. Sizes are in bytes. An engine leaves out what it cannot determine cheaply. */
export interface BackendStats {
  readonly entries?: number;
  readonly bytesOnDisk?: number;
}

/** How a store is copied. */
export interface BackupOptions {
  /** Place of the copy, in the same terms as the place of the store. Nothing may be there yet. */
  readonly path: string;
  /** Is told how far the copy is: a few times a second, and at its end. */
  onProgress?(progress: BackupProgress): void;
  /**
   * Looks at the copy, through a handle for reading, before it appears at its place. If it throws, there is no copy and
   * the backup fails with that error.
   */
  inspect?(copy: Backend): Promise<void>;
}

/** How far a copy is. */
export interface BackupProgress {
  /** Bytes that are written. */
  readonly bytes: number;
  /** Size of the store, in bytes: at most so many are written. */
  readonly bytesMax: number;
}

/** A copy that is whole. */
export interface BackupResult {
  /** Where it is. */
  readonly path: string;
  /** Its size. */
  readonly bytes: number;
}

/** Maximum number of entries in one page. */
export const PAGE_ENTRIES_MAX = 1_000;

/**
 * Size of a page in bytes of keys and values, as far as it has them: a page ends with the entry that reaches this size.
 */
export const PAGE_BYTES_MAX = 4 * 1_048_576;

/** Number of keys after which a count ends, so that counting a large range does not keep a thread busy. */
export const COUNT_KEYS_MAX = 10_000;
