/**
 * Some of a namespace's keys. All bounds that are given hold together; without any it is every key. A range whose
 * `start` is not before its `end` is empty. Each bound obeys the grammar of keys; a prefix may also be empty.
 */
export interface KeyRange {
  /** Keys that begin with this. */
  readonly prefix?: string;
  /** The first key, included. */
  readonly start?: string;
  /** The first key after the range, excluded. */
  readonly end?: string;
}

/** How to walk a range. */
export interface Walk {
  /** From the last key to the first. Default `false`. */
  readonly reverse?: boolean | undefined;
  /** Maximum number of entries, at least 1. What it is by default, and at most, is up to the function that takes it. */
  readonly limit?: number | undefined;
  /** Skips this key and all that the walk meets before it: the walk goes on where one that ended at the key stopped. */
  readonly after?: string | undefined;
}
