import { type Batch, type Bytes, PAGE_ENTRIES_MAX } from "@airssys/backend";
import { conclude, prepareCommit } from "../commit/commit.ts";
import { EMPTY_RECORD, encodeRecord, type NamespaceRecord } from "../format/namespace-record.ts";
import { entryExpiresAt, entryValueBytes, NEVER, NO_FILL } from "../format/stored-entry.ts";
import { FLOOR_KEY, GUEST_KEYS, RECORD_KEY, type StoredKey } from "../format/stored-key.ts";
import { NO_QUOTA, type Quota } from "../format/usage.ts";
import { decodeFloor, encodeFloor } from "../format/version-floor.ts";
import { checksOfState, type NamespaceState, readStoredState } from "../read/namespace-state.ts";
import { Overlay } from "../read/overlay.ts";
import { StepSize } from "../steps/step-size.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import type { Transactor } from "../transaction/transactor.ts";
import { untilWon } from "../transaction/until-won.ts";

/** The result of one step. */
type Removal = "absent" | "begun" | "removed";

/**
 * Removes a namespace whole: its keys, its expiry index, its record and its quota. Works in steps, each one commit of a
 * few milliseconds, between which the event loop goes round; a step waits for its turn among those who write.
 *
 * The first commit marks the namespace as `removing`. From then on transactions find it empty and writes are a
 * `conflict`, until the last commit, after which the name is free. If the process ends in between, the mark stays until
 * the removal is asked for again.
 *
 * @param isMarked whether the namespace was marked as `removing` before.
 * @param kept a quota that the name keeps.
 * @returns whether there was such a namespace.
 */
export async function removeNamespace(
  transactor: Transactor<"async">,
  isMarked = false,
  kept: Quota = NO_QUOTA,
): Promise<boolean> {
  const size = new StepSize(KEYS_PER_STEP_MAX);
  for (let steps = isMarked ? 1 : 0; ; steps++) {
    const removal = await transactor.inTurn(() =>
      size.measure((count) => transactor.drive(untilWon(() => removeSome(transactor, count, steps > 0, kept)))),
    );
    if (removal === "absent") return steps > 0;
    if (removal === "removed") return true;
  }
}

/** Removes a namespace if it is still in a state that was read. Returns whether it was. */
export async function removeUnchanged(
  transactor: Transactor<"async">,
  state: NamespaceState,
  kept?: Quota,
): Promise<boolean> {
  if (!(await transactor.drive(markRemoving(transactor.engine, state)))) return false;
  await removeNamespace(transactor, true, kept);
  return true;
}

/** Marks a namespace as `removing` if it is still in a state that was read. */
export function* markRemoving(engine: Engine, state: NamespaceState): Steps<boolean> {
  const record = encodeRecord(markedRecord(state.record));
  const write = { type: "put", key: RECORD_KEY, value: record } as const;
  return yield* answered(engine.commit({ checks: checksOfState(state), writes: [write] }));
}

/** The record of a namespace that is being removed. What a fill had not finished was never seen, and still is not. */
function markedRecord(record: NamespaceRecord): NamespaceRecord {
  return { ...record, state: "removing", fill: record.state === "filling" ? NO_FILL : record.fill };
}

/** More would not come with one page of the engine. */
const KEYS_PER_STEP_MAX = PAGE_ENTRIES_MAX;

function* removeSome(
  { engine, memory, feed }: Transactor<"async">,
  count: number,
  isMarked: boolean,
  kept: Quota,
): Steps<Removal | undefined> {
  const state = yield* readStoredState(engine, memory, memory.now());
  if (state.stored === undefined) return "absent";
  if (isMarked && state.record.state !== "removing") return "removed"; // by others, and it was made anew since
  const isLast = state.record.keys <= count;
  const floor = isLast ? yield* answered(engine.get(FLOOR_KEY)) : undefined;
  const overlay = isLast ? new Overlay() : yield* removalOfFirst(engine, count);
  if (isLast) overlay.clear(state.record.keys);
  const base: NamespaceState = { ...state, record: markedRecord(state.record) };
  const expired = memory.expiredCount(base);
  const reclaimed = { entries: [], nextExpiry: state.record.nextExpiry };
  const prepared = yield* prepareCommit(engine, { base, overlay, expired, reclaimed }, feed);
  const { batch, version } = prepared.plan;
  if (!(yield* conclude(engine, [prepared], isLast ? lastBatch(batch, version, floor, kept) : batch))) return undefined;
  return isLast ? "removed" : "begun";
}

/** The removal of the first entries that are stored, expired or not. */
function* removalOfFirst(engine: Engine, count: number): Steps<Overlay> {
  const { entries } = yield* answered(engine.scan({ ...GUEST_KEYS, limit: count }));
  const overlay = new Overlay();
  for (const { key, value } of entries) {
    const replaces = { valueBytes: entryValueBytes(value), expiresAt: entryExpiresAt(value) };
    overlay.put({ key: key as StoredKey, value: undefined, expiresAt: NEVER, replaces }); // it was stored as one
  }
  return overlay;
}

/** The same commit without a record, unless it keeps a quota: the next namespace begins after its version. */
function lastBatch({ checks, writes }: Batch, version: number, floor: Bytes | undefined, quota: Quota): Batch {
  const hasQuota = quota.bytes !== NO_QUOTA.bytes || quota.keys !== NO_QUOTA.keys;
  const record = { key: RECORD_KEY, value: encodeRecord({ ...EMPTY_RECORD, version, quota }) };
  const newest = Math.max(decodeFloor(floor), version);
  return {
    checks: [...checks, { key: FLOOR_KEY, value: floor }],
    writes: [
      ...writes.filter((write) => !("key" in write && write.key === RECORD_KEY)),
      hasQuota ? { type: "put", ...record } : { type: "delete", key: RECORD_KEY },
      { type: "put", key: FLOOR_KEY, value: encodeFloor(newest) },
    ],
  };
}
