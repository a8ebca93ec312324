import { type Bytes, type Check, sameBytes } from "@airssys/backend";
import { decodeRecord, EMPTY_RECORD, type NamespaceRecord } from "../format/namespace-record.ts";
import { NEVER } from "../format/stored-entry.ts";
import { FLOOR_KEY, RECORD_KEY } from "../format/stored-key.ts";
import { decodeFloor } from "../format/version-floor.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import type { NamespaceMemory } from "./namespace-memory.ts";

/** A namespace between two commits, seen at an instant. */
export interface NamespaceState {
  readonly record: NamespaceRecord;
  /** The record's stored bytes: a commit that finds others has lost. */
  readonly stored: Bytes | undefined;
  /** The stored bytes of the store's floor of versions, read where the namespace has no record. */
  readonly floor: Bytes | undefined;
  /** The instant, in milliseconds since 1970 UTC. */
  readonly now: number;
  /** Whether entries may be stored that have expired. If not, nothing has to be looked at to skip them. */
  readonly mayHoldExpired: boolean;
}

/**
 * Reads the state of a namespace as everybody sees it: one that is being filled or removed is empty. @param now is
 * replaced by the record's instant if that is later
 */
export function* readState(engine: Engine, memory: NamespaceMemory, now: number): Steps<NamespaceState> {
  const state = yield* readStoredState(engine, memory, now);
  if (state.record.state === "open") return state;
  const { version, instant, state: recordState, quota } = state.record;
  const record = { ...EMPTY_RECORD, version, instant, state: recordState, quota };
  return { ...state, record, mayHoldExpired: false };
}

/** Reads the state of a namespace as it is stored, also while it is being filled or removed. */
export function* readStoredState(engine: Engine, memory: NamespaceMemory, now: number): Steps<NamespaceState> {
  const stored = yield* answered(engine.get(RECORD_KEY));
  const floor = stored === undefined ? yield* answered(engine.get(FLOOR_KEY)) : undefined;
  const record = stored === undefined ? { ...EMPTY_RECORD, version: decodeFloor(floor) } : decodeRecord(stored);
  memory.learn(record);
  const instant = Math.max(now, record.instant);
  const mayHoldExpired = record.nextExpiry !== NEVER && record.nextExpiry <= instant;
  return { record, stored, floor, now: instant, mayHoldExpired };
}

/** The checks that make a commit fail if the namespace has changed since its state was read. */
export function checksOfState({ stored, floor }: NamespaceState): readonly Check[] {
  const record = { key: RECORD_KEY, value: stored };
  return stored === undefined ? [record, { key: FLOOR_KEY, value: floor }] : [record];
}

/** Whether the namespace is still as it was when its state was read. */
export function* isUnchanged(engine: Engine, { stored, floor }: NamespaceState): Steps<boolean> {
  if (!sameBytes(yield* answered(engine.get(RECORD_KEY)), stored)) return false;
  return stored !== undefined || sameBytes(yield* answered(engine.get(FLOOR_KEY)), floor);
}
