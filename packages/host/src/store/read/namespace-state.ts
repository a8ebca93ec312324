import type { Bytes } from "@airssys/backend";
import { decodeRecord, type NamespaceRecord } from "../format/namespace-record.ts";
import { RECORD_KEY } from "../format/stored-key.ts";
import type { Usage } from "../format/usage.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import { type Expired, readExpired } from "./expired.ts";

/** A namespace at an instant, between two commits. */
export interface NamespaceState {
  readonly record: NamespaceRecord;
  /** The record's stored bytes: a commit that finds others has lost. */
  readonly stored: Bytes | undefined;
  readonly expired: Expired;
}

/** @param expiredMax most expired entries to look at. Only with all of them is {@link liveUsage} right. */
export function* readState(engine: Engine, now: number, expiredMax?: number): Steps<NamespaceState> {
  const stored = yield* answered(engine.get(RECORD_KEY));
  const record = decodeRecord(stored);
  return { record, stored, expired: yield* readExpired(engine, record, now, expiredMax) };
}

/** What a namespace uses, without what has expired. */
export function liveUsage({ record, expired }: NamespaceState): Usage {
  return { bytes: record.bytes - expired.bytes, keys: record.keys - expired.all.length };
}
