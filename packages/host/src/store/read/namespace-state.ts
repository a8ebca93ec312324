import type { Bytes } from "@airssys/backend";
import { decodeRecord, type NamespaceRecord } from "../format/namespace-record.ts";
import { NEVER } from "../format/stored-entry.ts";
import { RECORD_KEY } from "../format/stored-key.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import type { NamespaceMemory } from "./namespace-memory.ts";

/** A namespace between two commits, seen at an instant. */
export interface NamespaceState {
  readonly record: NamespaceRecord;
  /** The record's stored bytes: a commit that finds others has lost. */
  readonly stored: Bytes | undefined;
  /** The instant, in milliseconds since 1970 UTC. */
  readonly now: number;
  /** Whether entries may be stored that have expired. If not, nothing has to be looked at to skip them. */
  readonly mayHoldExpired: boolean;
}

/** Reads the state of a namespace. @param now is replaced by the record's instant if that is later */
export function* readState(engine: Engine, memory: NamespaceMemory, now: number): Steps<NamespaceState> {
  const stored = yield* answered(engine.get(RECORD_KEY));
  const record = decodeRecord(stored);
  memory.learn(record);
  const instant = Math.max(now, record.instant);
  const mayHoldExpired = record.nextExpiry !== NEVER && record.nextExpiry <= instant;
  return { record, stored, now: instant, mayHoldExpired };
}
