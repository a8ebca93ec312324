import type { Backend, Capabilities } from "@airssys/backend";

/** What a law is about; one file of `laws/` each. */
export type LawGroup =
  | "reads"
  | "atomic commits"
  | "checks"
  | "commits together"
  | "order"
  | "ranges"
  | "pages"
  | "reopen"
  | "closed"
  | "limits"
  | "concurrency"
  | "isolation"
  | "ownership"
  | "model";

/** One promise of the backend contract that can be tried. */
export interface Law {
  /** The promise, as a sentence. No two laws have the same name. */
  readonly name: string;
  readonly group: LawGroup;
  /** The capability without which the law says nothing. */
  readonly requires?: "durable" | "multiProcess";
  /** Rejects if the backend breaks the law. */
  run(context: LawContext): Promise<void>;
}

/** What a law is tried on. Each try begins with an empty store. */
export interface LawContext {
  /** The handle that is open on the store since the law began, or since it was last opened again. */
  readonly backend: Backend;
  readonly capabilities: Capabilities;
  /** A further handle on the same store, while the others stay open. Only where `capabilities.multiProcess`. */
  openAnother(): Promise<Backend>;
  /** Closes every handle and opens the store again. Only where `capabilities.durable`. */
  reopen(): Promise<Backend>;
  /** Closes every handle, removes the store and opens an empty one. */
  startAfresh(): Promise<Backend>;
  /** The view under trial of the keys that begin with a prefix. */
  readonly view: (backend: Backend, prefix: Uint8Array) => Backend;
}
