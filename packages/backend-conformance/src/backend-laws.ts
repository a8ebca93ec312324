import type { Law } from "./law.ts";
import { atomicCommitLaws } from "./laws/atomic-commits.ts";
import { checkLaws } from "./laws/checks.ts";
import { closedLaws } from "./laws/closed.ts";
import { commitsTogetherLaws } from "./laws/commits-together.ts";
import { concurrencyLaws } from "./laws/concurrency.ts";
import { isolationLaws } from "./laws/isolation.ts";
import { limitLaws } from "./laws/limits.ts";
import { type ModelOptions, modelLaws } from "./laws/model.ts";
import { orderLaws } from "./laws/order.ts";
import { ownershipLaws } from "./laws/ownership.ts";
import { pageLaws } from "./laws/pages.ts";
import { rangeLaws } from "./laws/ranges.ts";
import { readLaws } from "./laws/reads.ts";
import { reopenLaws } from "./laws/reopen.ts";

/** Every law of the contract. */
export function backendLaws(options: ModelOptions = {}): readonly Law[] {
  return [
    ...readLaws,
    ...atomicCommitLaws,
    ...checkLaws,
    ...commitsTogetherLaws,
    ...orderLaws,
    ...rangeLaws,
    ...pageLaws,
    ...reopenLaws,
    ...closedLaws,
    ...limitLaws,
    ...concurrencyLaws,
    ...isolationLaws,
    ...ownershipLaws,
    ...modelLaws(options),
  ];
}
