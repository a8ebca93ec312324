import { prefixFault } from "@airssys/protocol";
import type { FailureLog } from "../observe/host-log.ts";
import { parseMissingGrant } from "../policy/missing-grant.ts";
import type { Clock } from "../time/clock.ts";
import { AuditBacklog, type Untimed } from "./audit-backlog.ts";
import type { AuditEvent, AuditSink } from "./audit-event.ts";
import { type KeyHash, keyHash } from "./key-hash.ts";

/** What a host writes down of its components. */
export interface AuditOptions {
  /**
   * Where events go. If it fails, that is logged, and the component notices nothing. If it answers with promises and is
   * slower than a component causes events, some are dropped, and an event says how many.
   */
  readonly sink: AuditSink;
  /**
   * `"notable"`: denials, refusals by a quota, soft limits, clear, export and import. `"all"`: every operation, and the
   * end of every call. Default `"notable"`.
   */
  readonly operations?: "notable" | "all";
  /**
   * How events name keys: as they are, by a keyed hash, or not at all. Default `"plain"`. Nor do hashed or absent keys
   * appear in what a denial says is missing.
   */
  readonly keys?: "plain" | "hash" | "none";
  /**
   * With `keys: "hash"`, what hashes are keyed with, at least 16 bytes. Default: random for each host, so that hashes
   * of two hosts, or of one before and after a restart, cannot be compared.
   */
  readonly hashSecret?: Uint8Array;
}

/** How an event names a key. */
export type KeyName = Pick<AuditEvent, "key" | "keyHash">;

/** What the trails of a host share. */
export class AuditBook {
  readonly isEverythingNoted: boolean;
  readonly #backlog: AuditBacklog;
  readonly #keys: "plain" | "none" | KeyHash;
  readonly #keyBytesMax: number;

  constructor(options: AuditOptions, keyBytesMax: number, clock: Clock, log: FailureLog) {
    const { sink, operations = "notable", keys = "plain", hashSecret } = options;
    this.isEverythingNoted = operations === "all";
    this.#backlog = new AuditBacklog(sink, clock, log);
    this.#keys = keys === "hash" ? keyHash(hashSecret) : keys;
    this.#keyBytesMax = keyBytesMax;
  }

  /** The name of a key or a prefix. One that breaks the grammar has none: it may be anything, and of any length. */
  nameKey(namespace: string, key: string): KeyName {
    if (this.#keys === "none" || prefixFault(key, this.#keyBytesMax) !== undefined) return {};
    return this.#keys === "plain" ? { key } : { keyHash: this.#keys(namespace, key) };
  }

  /** What is missing, without the pattern if that would show a key. */
  nameMissingGrant(text: string): string {
    if (this.#keys === "plain") return text;
    const missing = parseMissingGrant(text);
    return missing !== undefined && "pattern" in missing ? `storage:${missing.namespace}:keys` : text;
  }

  /** Gives an event its time and passes it on. What the sink throws is thrown here. */
  write(event: Untimed): void {
    this.#backlog.hand(event);
  }
}
