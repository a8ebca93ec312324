import type { Bytes } from "@airssys/backend";

/** Most bytes of values that wait for a reader, or are collected for one. */
export const CHANGES_BYTES_MAX = 16 * 1_048_576;

/** The cause of a change. An `expire` is reported when the entry is removed, which may be after its instant. */
export type ChangeCause = "set" | "delete" | "expire" | "clear";

/** One key that a commit changed. */
export interface Change {
  readonly type: "change";
  readonly key: string;
  readonly operation: "set" | "delete";
  /** The value before; `undefined` if there was none. */
  readonly oldValue: Bytes | undefined;
  /** The value after; `undefined` if the key is gone. */
  readonly newValue: Bytes | undefined;
  /** The commit of the namespace that changed it. */
  readonly version: number;
  readonly cause: ChangeCause;
}

/**
 * Changes that a watch missed, because they came faster than they were taken, or because nobody was there to look at
 * them or can tell whether they happened. What comes after is complete again.
 */
export interface Overflow {
  readonly type: "overflow";
  /**
   * How many changes were missed, at most. Exact for changes whose keys were looked at; those that nobody looked at
   * count whatever their keys begin with.
   */
  readonly missed: number;
  /** The newest commit of which a change was missed: read the keys again to know where they stand since then. */
  readonly version: number;
}

/**
 * The changes of one commit that watches are told, in the order in which they take effect: what is swept, what a clear
 * removes, what is written.
 */
export interface CommitChanges {
  readonly version: number;
  readonly changes: readonly Change[];
  /** Bytes of the values before and after. */
  readonly bytes: number;
  /** At most so many more changes there are, of which nobody knows the keys. */
  readonly uncollected: number;
  /** Origin of the commit; its own watches skip the changes. */
  readonly origin: object | undefined;
}
