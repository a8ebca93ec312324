import type { Operation } from "../contract/operation.ts";
import type { CallEnding } from "../observe/observer.ts";
import type { OutcomeCode } from "../operations/outcome.ts";

/** Records an action of a component, allowed or refused. Never contains a value. */
export interface AuditEvent {
  readonly type: AuditEventType;
  /** Milliseconds since 1970 UTC, by the host's clock. */
  readonly time: number;
  readonly componentId: string;
  /** `component:<id>`, or the name of a shared namespace. */
  readonly namespace: string;
  readonly operation: AuditedOperation;
  readonly outcome: OutcomeCode;
  /**
   * Present on a write that waits for the commit of its call. It takes effect if the component's next `commit` is `ok`.
   * It does not if a `rollback` comes first, or a `transaction-rollback` whose `transaction-begin` came before it.
   */
  readonly isPending?: true;
  /** The key, or the prefix of a listing or a range. */
  readonly key?: string;
  /** Keyed hash instead of `key`. Equal keys of one namespace have equal hashes. */
  readonly keyHash?: string;
  /** Bytes of the values that were written or read. */
  readonly bytes?: number;
  /** The grant that a denial reports as missing; without its key pattern unless events contain plain keys. */
  readonly missingGrant?: string;
  /**
   * Number of events of the component that were dropped because the sink was too slow. The other fields describe the
   * last of them.
   */
  readonly dropped?: number;
  /** Usage at a soft limit or a quota refusal. */
  readonly usage?: AuditedUsage;
}

/**
 * - `denial`: the grants do not allow the operation
 * - `quota-refusal`: the quota does not allow the operation
 * - `soft-limit`: a commit crossed the soft limit of the namespace
 * - `operation`: any other operation, or the end of a call
 * - `dropped`: events are missing, because the sink was too slow
 */
export type AuditEventType = "denial" | "quota-refusal" | "soft-limit" | "operation" | "dropped";

/** The audited action: an operation, or the end of a call. */
export type AuditedOperation = Operation["type"] | CallEnding | "export" | "import";

/** Usage of a namespace, in bytes or in number of keys. */
export interface AuditedUsage {
  readonly resource: "bytes" | "keys";
  readonly used: number;
  readonly quota: number;
  /** Amount that a refused write would have added. */
  readonly requested?: number;
}

/** Receives audit events in order. The host does not wait for a promise that it returns. */
export type AuditSink = (event: AuditEvent) => void | Promise<void>;
