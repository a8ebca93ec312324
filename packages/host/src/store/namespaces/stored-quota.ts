import { requireKnownOptions } from "@airssys/protocol";
import { encodeRecord } from "../format/namespace-record.ts";
import { RECORD_KEY } from "../format/stored-key.ts";
import { NO_QUOTA, type Quota } from "../format/usage.ts";
import type { NamespaceMemory } from "../read/namespace-memory.ts";
import { checksOfState, readStoredState } from "../read/namespace-state.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";

/** A quota that is stored with a namespace. `undefined` stands for no limit. */
export interface NamespaceQuotaLimits {
  /** Most bytes of keys and values. */
  readonly bytes: number | undefined;
  /** Most keys. */
  readonly keys: number | undefined;
}

/** The limits of a stored quota, as users read them. */
export function quotaLimits({ bytes, keys }: Quota): NamespaceQuotaLimits {
  return {
    bytes: bytes === NO_QUOTA.bytes ? undefined : bytes,
    keys: keys === NO_QUOTA.keys ? undefined : keys,
  };
}

/** Reads the quota that is stored with a namespace. */
export function* readQuota(engine: Engine, memory: NamespaceMemory): Steps<NamespaceQuotaLimits> {
  const { record } = yield* readStoredState(engine, memory, memory.now());
  return quotaLimits(record.quota);
}

/**
 * Stores a quota with a namespace. It is no commit of the namespace: nothing that it stores has changed. Returns
 * `undefined`, having written nothing, if another commit won.
 */
export function* writeQuota(engine: Engine, memory: NamespaceMemory, quota: Quota): Steps<true | undefined> {
  const state = yield* readStoredState(engine, memory, memory.now());
  const write = { type: "put", key: RECORD_KEY, value: encodeRecord({ ...state.record, quota }) } as const;
  const isWritten = yield* answered(engine.commit({ checks: checksOfState(state), writes: [write] }));
  return isWritten ? true : undefined;
}

/**
 * Returns a quota with both of its limits.
 *
 * @throws StorageError `invalid-argument` for a limit that is not known; RangeError for one that is no whole number
 */
export function requireQuotaLimits(quota: Partial<Quota>): Quota {
  requireKnownOptions<Partial<Quota>>(quota, { bytes: true, keys: true });
  const { bytes = NO_QUOTA.bytes, keys = NO_QUOTA.keys } = quota;
  for (const [name, limit] of Object.entries({ bytes, keys })) {
    if (!Number.isSafeInteger(limit) || limit < 0)
      throw new RangeError(`"quota.${name}" expected a whole number from 0, got ${limit}`);
  }
  return { bytes, keys };
}
