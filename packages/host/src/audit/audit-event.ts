import type { Operation } from "../contract/operation.ts";
import type { CallEnding } from "../observe/observer.ts";
import type { OutcomeCode } from "../operations/outcome.ts";

/** Something that a component did, or was kept from doing. It never holds a value. */
export interface AuditEvent {
  readonly type: AuditEventType;
  /** Milliseconds since 1970 UTC, by the clock of the host. */
  readonly time: number;
  readonly componentId: string;
  /** `component:<id>`, or the shared namespace that it was about. */
  readonly namespace: string;
  readonly operation: AuditedOperation;
  readonly outcome: OutcomeCode;
  /**
   * Present on a write that waits for the commit of its call: it holds if the next `commit` of the component is `ok`,
   * and never was if a `rollback` comes first, or a `transaction-rollback` that undoes what the guest did since its
   * `transaction-begin`.
   */
  readonly isPending?: true;
  /** The key, or the prefix of a listing or a range. */
  readonly key?: string;
  /** A keyed hash in its place: the same for the same key of the same namespace. */
  readonly keyHash?: string;
  /** Bytes of the values that were written or read. */
  readonly bytes?: number;
  /** What a denial says is missing. Without the pattern at its end, unless keys are in the audit. */
  readonly missingGrant?: string;
  /**
   * How many events of the component the sink was too slow for, of which this is told instead: the last of them was as
   * this one says.
   */
  readonly dropped?: number;
  /** What a soft limit or a quota is about. */
  readonly usage?: AuditedUsage;
}

/**
 * - `denial`: the grants do not cover it
 * - `quota-refusal`: the quota did not allow it
 * - `soft-limit`: a commit took the namespace across its soft limit
 * - `operation`: anything else
 * - `dropped`: events are missing, because the sink was too slow for them
 */
export type AuditEventType = "denial" | "quota-refusal" | "soft-limit" | "operation" | "dropped";

/** What was done. */
export type AuditedOperation = Operation["type"] | CallEnding | "export" | "import";

/** How full a namespace is, in bytes or number of keys. */
export interface AuditedUsage {
  readonly resource: "bytes" | "keys";
  readonly used: number;
  readonly quota: number;
  /** What a refused write would have added. */
  readonly requested?: number;
}

/** Where events go, in their order. A promise that it returns is not waited for. */
export type AuditSink = (event: AuditEvent) => void | Promise<void>;
