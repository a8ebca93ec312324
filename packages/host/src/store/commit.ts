import { BackendError } from "@airssys/backend";
import type { CommitChanges } from "./change.ts";
import type { ChangeFeed } from "./change-feed.ts";
import { collectChanges, uncollectedChanges } from "./collect-changes.ts";
import { type CommitEnding, LOST } from "./commit-order.ts";
import { type CommitInput, type CommitPlan, planCommit } from "./commit-plan.ts";
import { ask, type Steps } from "./steps.ts";

/**
 * Makes one commit, and tells those who watch the namespace once it is durable. Answers its version; `undefined`, having written nothing, if another
 * commit to the namespace won.
 */
export function* commit(input: CommitInput, feed: ChangeFeed): Steps<number | undefined> {
  const plan = planCommit(input);
  const underway = feed.begin(plan.version);
  let ending: CommitEnding = LOST;
  try {
    const changes = yield* changesOf(input, plan, feed);
    ending = { type: "unknown", changes }; // until the engine has answered
    ending = (yield* ask.commit(plan.batch)) ? { type: "committed", changes } : LOST;
    return ending === LOST ? undefined : plan.version;
  } catch (error) {
    if (hasNotHappened(error)) ending = LOST;
    throw error;
  } finally {
    underway.ending = ending;
    feed.publish();
  }
}

function* changesOf(input: CommitInput, plan: CommitPlan, feed: ChangeFeed): Steps<CommitChanges> {
  const wanted = feed.changesWanted;
  return wanted > 0 ? yield* collectChanges(input, plan, wanted) : uncollectedChanges(input, plan);
}

/** Of anything but an engine's word we cannot know. */
function hasNotHappened(error: unknown): boolean {
  return error instanceof BackendError && error.outcome === "not-committed";
}
