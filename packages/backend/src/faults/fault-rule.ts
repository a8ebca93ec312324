import type { Batch, Bytes, Mode, ScanRange } from "../backend.ts";
import type { BackendErrorCode, CommitOutcome } from "../backend-error.ts";

/** The methods of a backend. */
export type RequestKind = "get" | "getMany" | "scan" | "count" | "commit" | "commitAll" | "flush" | "stats" | "close";

/** A request that has not run yet, as rules receive it. */
export interface RequestSeen {
  readonly kind: RequestKind;
  /** Number of this request among those of its kind, from 1. */
  readonly ofKind: number;
  /** Number of this request among all requests, from 1. */
  readonly ofAll: number;
  /** Keys of a `get` or a `getMany`. */
  readonly keys?: readonly Bytes[];
  /** Range of a `scan` or a `count`. */
  readonly range?: ScanRange;
  readonly batch?: Batch;
  /** Batches of a `commitAll`. */
  readonly batches?: readonly Batch[];
}

/** An injected fault. */
export type Fault<M extends Mode = Mode> =
  /**
   * The request does not run and throws an error. Default: the code `io`, with the outcome `unknown`; other codes have
   * the outcome `not-committed` by default.
   */
  | { readonly type: "fail"; readonly code?: BackendErrorCode; readonly outcome?: CommitOutcome }
  /** The request runs, but throws an `io` error with the outcome `unknown`. */
  | { readonly type: "lose-answer" }
  /**
   * Blocks the thread for a number of milliseconds before the request runs, like a slow disk. Does not work on the main
   * thread of a browser.
   */
  | { readonly type: "block"; readonly milliseconds: number }
  | (M extends "async" ? Delay : never);

/**
 * Runs the request after the promise of `pause` has resolved. The arguments are copied at the call. Only for
 * asynchronous backends.
 */
export interface Delay {
  readonly type: "delay";
  /** Returns a promise that resolves when the request may run. */
  readonly pause: () => Promise<void>;
}

/**
 * A fault, and the requests that it hits: those that match all of `kind`, `at` and `when`. A condition that is left out
 * matches every request.
 */
export interface FaultRule<M extends Mode = Mode> {
  /** Hits only requests of this kind. */
  readonly kind?: RequestKind;
  /**
   * Hits only the request with this number, from 1, counted among those of `kind`, or among all if `kind` is missing.
   */
  readonly at?: number;
  /** Tells whether the fault hits a request that matches `kind` and `at`. */
  readonly when?: (request: RequestSeen) => boolean;
  readonly fault: Fault<M>;
}

/**
 * Returns the rule of a full disk: while `isFull` returns true, every commit with writes fails with the code `full` and
 * writes nothing.
 *
 * @example
 * ```ts
 * import { faulty, fullDisk } from "@airssys/backend/faults";
 * import { openMemory } from "@airssys/backend/memory";
 *
 * let isFull = false;
 * const backend = faulty(openMemory(), [fullDisk(() => isFull)]);
 * isFull = true; // from here on commits that write throw a BackendError with the code "full"
 * ```
 */
export function fullDisk(isFull: () => boolean): FaultRule<"sync"> {
  return {
    when: ({ batch, batches = [] }) => isFull() && [batch, ...batches].some((each) => (each?.writes.length ?? 0) > 0),
    fault: { type: "fail", code: "full", outcome: "not-committed" },
  };
}

/** Returns the fault of the first rule that matches a request; `undefined` if none does. */
export function findFault<M extends Mode>(rules: readonly FaultRule<M>[], request: RequestSeen): Fault<M> | undefined {
  return rules.find((rule) => applies(rule, request))?.fault;
}

function applies({ kind, at, when }: FaultRule, request: RequestSeen): boolean {
  if (kind !== undefined && kind !== request.kind) return false;
  if (at !== undefined && at !== (kind === undefined ? request.ofAll : request.ofKind)) return false;
  return when === undefined || when(request);
}
