/**
 * Operations on single keys, which are named by their place in the contestant's key set; every value is 100 B.
 */
export interface PointOperations {
  get(index: number): void;
  set(index: number): void;
}

/** Points, each by itself or many in one transaction. */
export interface PointContestant extends PointOperations {
  /** Does the work as one transaction, with one commit at its end. */
  inTransaction(work: (operations: PointOperations) => void): void;
}

/** Whatever stands beside others in a comparison and does the same work: the store, or an engine without it. */
export interface Contestant extends PointContestant {
  readonly name: string;
  /** Reads every entry whose key begins with the prefix, in order. */
  readEntries(prefix: string): void;
  /** Collects the keys that begin with the prefix, in order. */
  listKeys(prefix: string): void;
  countKeys(prefix: string): void;
}
