import type { Law } from "../law/law.ts";
import { atomicCommitLaws } from "./atomic-commits.ts";
import { checkLaws } from "./checks.ts";
import { closedLaws } from "./closed.ts";
import { commitsTogetherLaws } from "./commits-together.ts";
import { concurrencyLaws } from "./concurrency.ts";
import { countLaws } from "./counts.ts";
import { failureLaws } from "./failures.ts";
import { isolationLaws } from "./isolation.ts";
import { limitLaws } from "./limits.ts";
import { type ModelOptions, modelLaws } from "./model.ts";
import { orderLaws } from "./order.ts";
import { ownershipLaws } from "./ownership.ts";
import { pageLaws } from "./pages.ts";
import { rangeLaws } from "./ranges.ts";
import { readLaws } from "./reads.ts";
import { reopenLaws } from "./reopen.ts";
import { snapshotLaws } from "./snapshots.ts";

/**
 * Returns every law of the backend contract, in the order in which they are tried. Options configure the random
 * sequences of the model law.
 */
export function backendLaws(options: ModelOptions = {}): readonly Law[] {
  return [
    ...readLaws,
    ...atomicCommitLaws,
    ...checkLaws,
    ...commitsTogetherLaws,
    ...orderLaws,
    ...rangeLaws,
    ...pageLaws,
    ...countLaws,
    ...reopenLaws,
    ...closedLaws,
    ...snapshotLaws,
    ...failureLaws,
    ...limitLaws,
    ...concurrencyLaws,
    ...isolationLaws,
    ...ownershipLaws,
    ...modelLaws(options),
  ];
}
