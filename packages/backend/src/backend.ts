/**
 * Bytes that nobody else changes: what goes in is copied or written before the call returns, what comes out is owned.
 */
export type Bytes = Uint8Array;

/** How an engine answers: embedded ones at once, the others with a promise. Declared, never sniffed. */
export type Mode = "sync" | "async";

/** What an engine of a mode answers with. */
export type Answer<M extends Mode, T> = M extends "sync" ? T : Promise<T>;

/**
 * An engine seen as trusted, ordered bytes: a narrow waist. It knows nothing of tenants, policy, expiry or values.
 *
 * What every engine promises:
 * - keys are ordered by their unsigned bytes; a shorter key comes before a longer one that it begins;
 * - absent is `undefined`, and an empty value is a value;
 * - a commit happens whole or not at all, and what it wrote is durable, as `capabilities.durable` says, when it
 *   answers;
 * - checks are judged against the newest state, whoever wrote it;
 * - a read sees every commit that this handle has answered before, and those of other processes after one turn of the
 *   event loop at the latest;
 * - nothing stays open between two calls: no snapshot, no iterator;
 * - what fails is a {@link BackendError}.
 *
 * An engine is done when `@airssys/backend-conformance` passes on it and on a {@link namespaced} view of it.
 */
export interface Backend<M extends Mode = Mode> {
  /** The engine's name, for people. */
  readonly name: string;
  readonly mode: M;
  readonly capabilities: Capabilities;
  /** The value of a key. */
  get(key: Bytes): Answer<M, Bytes | undefined>;
  /** The values that some keys have at one instant, at the positions of the keys. */
  getMany(keys: readonly Bytes[]): Answer<M, (Bytes | undefined)[]>;
  /** One bounded page of a range. */
  scan(range: ScanRange): Answer<M, Page>;
  /**
   * Applies the writes in their order if every check holds. Answers `false`, having written nothing, if one does not.
   */
  commit(batch: Batch): Answer<M, boolean>;
  /**
   * Commits several batches as `commit` would one after the other, each judged by itself, at the price of making one
   * durable. Answers for each whether it happened. A request that is refused, or fails, fails for all of them.
   */
  commitAll(batches: readonly Batch[]): Answer<M, boolean[]>;
  /** Makes durable whatever an engine that declares `durable: false` still holds back. */
  flush(): Answer<M, void>;
  /** Figures for people. */
  stats(): Answer<M, BackendStats>;
  /** Ends the use of this handle; every later call is a `closed` error. Closing twice is fine. */
  close(): Answer<M, void>;
}

/** What an engine can do beyond the contract. */
export interface Capabilities {
  /** Whether what a commit wrote survives the end of the process, and a power cut, once the commit has answered. */
  readonly durable: boolean;
  /** Whether several processes may use one store at once. */
  readonly multiProcess: boolean;
  /** Longest key in bytes. */
  readonly keyBytesMax: number;
}

/** A range of keys and how to walk it. */
export interface ScanRange {
  /** First key of the range. From the beginning if left out. */
  readonly gte?: Bytes;
  /** First key after the range. To the end if left out. */
  readonly lt?: Bytes;
  /** From the last key to the first. */
  readonly reverse?: boolean;
  /** Most entries of the page, at least 1 and at most {@link PAGE_ENTRIES_MAX}, which is also the default. */
  readonly limit?: number;
  /** Leave the values out: every entry's value is empty. */
  readonly keysOnly?: boolean;
}

/** A key and its value. */
export interface Entry {
  readonly key: Bytes;
  readonly value: Bytes;
}

/** Entries in the order asked for. `isLast` tells that the range holds nothing after them. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly isLast: boolean;
}

/** What must hold for the writes to happen, and the writes. */
export interface Batch {
  readonly checks: readonly Check[];
  readonly writes: readonly Write[];
}

/** The key must have exactly this value; `undefined`: must be absent. */
export interface Check {
  readonly key: Bytes;
  readonly value: Bytes | undefined;
}

/** One change. */
export type Write =
  | { readonly type: "put"; readonly key: Bytes; readonly value: Bytes }
  | { readonly type: "delete"; readonly key: Bytes }
  | { readonly type: "delete-range"; readonly gte: Bytes; readonly lt: Bytes };

/** Figures for people. Sizes in bytes; what an engine cannot tell cheaply is left out. */
export interface BackendStats {
  readonly entries?: number;
  readonly bytesOnDisk?: number;
}

/** Most entries of one page. */
export const PAGE_ENTRIES_MAX = 1_000;

/** A page ends early once its keys and values hold this many bytes, so that a page of large values stays small. */
export const PAGE_BYTES_MAX = 4 * 1_048_576;
