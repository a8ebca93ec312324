import type { Batch, Bytes, Mode, ScanRange } from "../backend.ts";
import type { BackendErrorCode, CommitOutcome } from "../backend-error.ts";

/** The methods of a backend. */
export type RequestKind = "get" | "getMany" | "scan" | "commit" | "commitAll" | "flush" | "stats" | "close";

/** A request as a rule sees it, before anything happens. */
export interface RequestSeen {
  readonly kind: RequestKind;
  /** The how-manyth request of its kind this is, from 1. */
  readonly ofKind: number;
  /** The how-manyth request of any kind this is, from 1. */
  readonly ofAll: number;
  /** Keys of a `get` or a `getMany`. */
  readonly keys?: readonly Bytes[];
  readonly range?: ScanRange;
  readonly batch?: Batch;
  /** Batches of a `commitAll`. */
  readonly batches?: readonly Batch[];
}

/** What goes wrong with a request. */
export type Fault<M extends Mode = Mode> =
  /**
   * Nothing happens, and the answer is an error. By default an `io` error that leaves open whether a commit happened.
   */
  | { readonly type: "fail"; readonly code?: BackendErrorCode; readonly outcome?: CommitOutcome }
  /** It happens, and the answer is lost: an `io` error with the outcome `unknown`. */
  | { readonly type: "lose-answer" }
  /**
   * It happens after so many milliseconds in which the thread does nothing, as it is while a disk is slow. Not for the
   * main thread of a browser.
   */
  | { readonly type: "block"; readonly milliseconds: number }
  | (M extends "async" ? Delay : never);

/**
 * It happens once `pause` has settled; what was asked is settled when it is asked. Only asynchronous backends can wait.
 */
export interface Delay {
  readonly type: "delay";
  /** Settles when the request is to happen. */
  readonly pause: () => Promise<void>;
}

/**
 * Which requests a fault hits: those of `kind`, or of every kind; the `at`-th of them, or all; where `when` says so, or
 * everywhere.
 */
export interface FaultRule<M extends Mode = Mode> {
  readonly kind?: RequestKind;
  readonly at?: number;
  /** Whether the fault hits a request of that kind and number. */
  readonly when?: (request: RequestSeen) => boolean;
  readonly fault: Fault<M>;
}

/** The rule of a disk that is full for as long as `isFull` says: whatever would write is refused and writes nothing. */
export function fullDisk(isFull: () => boolean): FaultRule<"sync"> {
  return {
    when: ({ batch, batches = [] }) => isFull() && [batch, ...batches].some((each) => (each?.writes.length ?? 0) > 0),
    fault: { type: "fail", code: "full", outcome: "not-committed" },
  };
}

/** The fault that hits a request: that of the first rule that applies. */
export function faultOf<M extends Mode>(rules: readonly FaultRule<M>[], request: RequestSeen): Fault<M> | undefined {
  return rules.find((rule) => applies(rule, request))?.fault;
}

function applies({ kind, at, when }: FaultRule, request: RequestSeen): boolean {
  if (kind !== undefined && kind !== request.kind) return false;
  if (at !== undefined && at !== (kind === undefined ? request.ofAll : request.ofKind)) return false;
  return when === undefined || when(request);
}
