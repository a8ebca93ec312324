import { BackendError, type Batch } from "@airssys/backend";
import { isThenable } from "@airssys/protocol";
import type { CommitChanges } from "../changes/change.ts";
import type { ChangeFeed } from "../changes/change-feed.ts";
import { type CommitEnding, type CommitUnderWay, LOST } from "../changes/commit-order.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import { collectChanges, uncollectedChanges } from "./collect-changes.ts";
import { addedUsage, type CommitInput, type CommitPlan, planCommit } from "./commit-plan.ts";
import { chooseReclaimed } from "./reclaim.ts";

/** A commit of one namespace that is ready to be put to the engine, alone or with others. */
export interface PreparedCommit {
  readonly plan: CommitPlan;
  readonly changes: CommitChanges;
  readonly underway: CommitUnderWay;
  readonly feed: ChangeFeed;
}

/**
 * Prepares a commit. Whoever asks for it must then {@link conclude} it, however it goes: those who watch the namespace
 * wait for its end.
 */
export function* prepareCommit(engine: Engine, input: CommitInput, feed: ChangeFeed): Steps<PreparedCommit> {
  const added = addedUsage(input);
  const reclaimed = input.reclaimed ?? (yield* chooseReclaimed(engine, input.base, input.overlay, added));
  const plan = planCommit(input, added, reclaimed);
  const underway = feed.begin(plan.version);
  let isPrepared = false;
  try {
    const changes = yield* changesOf(engine, input, plan, feed);
    isPrepared = true;
    return { plan, changes, underway, feed };
  } finally {
    if (!isPrepared) {
      underway.ending = LOST;
      feed.publish();
    }
  }
}

/**
 * Puts prepared commits to the engine as the one batch that they are together, and tells those who watch once it is
 * durable. Answers `false`, having written nothing, if another commit won.
 */
export function* conclude(engine: Engine, prepared: readonly PreparedCommit[], batch: Batch): Steps<boolean> {
  let type: CommitEnding["type"] = "unknown"; // until the engine has answered
  try {
    const answer = engine.commit(batch);
    // An answer that is there is not yielded: between a commit and what is told of it no steps may be abandoned.
    const isCommitted = isThenable(answer) ? yield* answered(answer) : answer;
    type = isCommitted ? "committed" : "lost";
    return isCommitted;
  } catch (error) {
    if (hasNotHappened(error)) type = "lost";
    throw error;
  } finally {
    for (const { underway, changes } of prepared) underway.ending = type === "lost" ? LOST : { type, changes };
    for (const { feed } of prepared) feed.publish();
  }
}

/** Lets commits that were prepared not happen. */
export function abandon(prepared: readonly PreparedCommit[]): void {
  for (const { underway } of prepared) underway.ending = LOST;
  for (const { feed } of prepared) feed.publish();
}

function* changesOf(engine: Engine, input: CommitInput, plan: CommitPlan, feed: ChangeFeed): Steps<CommitChanges> {
  const wanted = feed.changesWanted;
  return wanted > 0 ? yield* collectChanges(engine, input, plan, wanted) : uncollectedChanges(input, plan);
}

/** Of anything but an engine's word we cannot know. */
function hasNotHappened(error: unknown): boolean {
  return error instanceof BackendError && error.outcome === "not-committed";
}
