import type { Backend, Capabilities } from "@airssys/backend";
import type { Failures } from "./failures.ts";

/** The part of the backend contract that a law is about. Each has a file in `laws/`. */
export type LawGroup =
  | "reads"
  | "atomic commits"
  | "checks"
  | "commits together"
  | "order"
  | "ranges"
  | "pages"
  | "counts"
  | "reopen"
  | "closed"
  | "snapshots"
  | "failures"
  | "limits"
  | "concurrency"
  | "isolation"
  | "ownership"
  | "model";

/** A capability that some laws assume. Such a law is skipped on a backend that does not declare it. */
export type Assumption = "durable" | "multiProcess";

/** A method that an engine may leave out. A law about it is skipped on a backend without. */
export type Offer = "snapshot";

/** One promise of the backend contract, and how to try it. */
export interface Law {
  /** The promise, as a sentence. No two laws have the same name. */
  readonly name: string;
  readonly about: LawGroup;
  /** Default: the law holds for every backend. */
  readonly assumes?: readonly Assumption[];
  /** The method that the backend must have. Default: the law is about methods that every backend has. */
  readonly offers?: Offer;
  /** The failure that the subject must be able to produce. Default: none. */
  readonly needs?: keyof Failures;
  /** Rejects if the backend breaks the law. */
  run(context: LawContext): Promise<void>;
}

/** Gives a law the store that it is tried on. Each trial begins with an empty store. */
export interface LawContext {
  /** The handle that was opened first since the law began, or since the store was last opened again. */
  readonly backend: Backend;
  readonly capabilities: Capabilities;
  /** Opens another handle on the same store. The others stay open. Only where `capabilities.multiProcess`. */
  openAnother(): Promise<Backend>;
  /** Closes every handle and opens the store again. Only where `capabilities.durable`. */
  reopen(): Promise<Backend>;
  readonly failures: Failures;
  /** Closes every handle, and opens the store in another way. The law is tried on a view of it as before. */
  reopenBy(open: () => Backend | Promise<Backend>): Promise<Backend>;
  /** Closes every handle, and prepares the store for the next open. */
  closeAnd(prepare: () => void | Promise<void>): Promise<void>;
  /** Closes every handle, removes the store and opens an empty one. */
  startAfresh(): Promise<Backend>;
  /** Returns a view of the keys that begin with a prefix: the kind of view that is under trial. */
  readonly view: (backend: Backend, prefix: Uint8Array) => Backend;
}
