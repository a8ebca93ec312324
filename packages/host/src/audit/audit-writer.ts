import { prefixFault } from "@airssys/protocol";
import type { FailureLog } from "../observe/host-log.ts";
import { parseMissingGrant } from "../policy/missing-grant.ts";
import type { Clock } from "../time/clock.ts";
import { AuditBacklog, type UntimedEvent } from "./audit-backlog.ts";
import type { AuditEvent, AuditSink } from "./audit-event.ts";
import { type KeyHash, keyHash } from "./key-hash.ts";

/** Configures the audit of a host. */
export interface AuditOptions {
  /**
   * Receives the events. Its failures are logged, and do not affect components. If it returns promises and is slower
   * than a component causes events, events are dropped: at most 1 000 of a component may be pending. A `dropped` event
   * says how many.
   */
  readonly sink: AuditSink;
  /**
   * `"notable"`: records denials, refusals by a quota, soft limits, `clear`, `delete-range`, `export` and `import`.
   * `"all"`: records every operation, and the end of every call. Default `"notable"`.
   */
  readonly operations?: "notable" | "all";
  /**
   * How events name keys: in plain text, by a keyed hash, or not at all. Default `"plain"`. With `"hash"` and `"none"`,
   * the `missingGrant` of a denial does not contain keys either.
   */
  readonly keys?: "plain" | "hash" | "none";
  /**
   * Secret of the hashes with `keys: "hash"`, at least 16 bytes. Default: random for each host, so that hashes cannot
   * be compared between hosts, nor before and after a restart.
   */
  readonly hashSecret?: Uint8Array;
}

/** The field of an event that names a key: plain, hashed, or absent. */
export type KeyName = Pick<AuditEvent, "key" | "keyHash">;

/** Writes the audit events of all components of a host. */
export class AuditWriter {
  /** Whether every operation is recorded, or only notable ones. */
  readonly recordsAll: boolean;
  readonly #backlog: AuditBacklog;
  readonly #keys: "plain" | "none" | KeyHash;
  readonly #keyBytesMax: number;

  constructor(options: AuditOptions, keyBytesMax: number, clock: Clock, log: FailureLog) {
    const { sink, operations = "notable", keys = "plain", hashSecret } = options;
    this.recordsAll = operations === "all";
    this.#backlog = new AuditBacklog(sink, clock, log);
    this.#keys = keys === "hash" ? keyHash(hashSecret) : keys;
    this.#keyBytesMax = keyBytesMax;
  }

  /**
   * Returns the name of a key or prefix for an event. Returns nothing for one that breaks the grammar, because it may
   * be of any length and content.
   */
  nameKey(namespace: string, key: string): KeyName {
    if (this.#keys === "none" || prefixFault(key, this.#keyBytesMax) !== undefined) return {};
    return this.#keys === "plain" ? { key } : { keyHash: this.#keys(namespace, key) };
  }

  /** Returns the missing grant of a denial, without its pattern if keys must not appear. */
  nameMissingGrant(text: string): string {
    if (this.#keys === "plain") return text;
    const missing = parseMissingGrant(text);
    return missing !== undefined && "pattern" in missing ? `storage:${missing.namespace}:keys` : text;
  }

  /** Adds the time to an event and passes it to the sink. Throws what the sink throws. */
  write(event: UntimedEvent): void {
    this.#backlog.write(event);
  }
}
