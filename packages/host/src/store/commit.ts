import type { ChangeFeed } from "./change-feed.ts";
import { collectChanges } from "./collect-changes.ts";
import { type CommitInput, planCommit } from "./commit-plan.ts";
import { ask, type Steps } from "./steps.ts";

/**
 * Makes one commit, and tells those who watch the namespace once it is durable. Answers its version; `undefined`, having written nothing, if another
 * commit to the namespace won.
 */
export function* commit(input: CommitInput, feed: ChangeFeed): Steps<number | undefined> {
  const plan = planCommit(input);
  const wanted = feed.changesWanted;
  const changes = wanted > 0 ? yield* collectChanges(input, plan, wanted) : undefined;
  if (!(yield* ask.commit(plan.batch))) return undefined;
  if (changes !== undefined) feed.publish(changes);
  return plan.version;
}
