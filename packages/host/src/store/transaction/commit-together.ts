import type { Batch } from "@airssys/backend";
import { abandon, conclude, type PreparedCommit } from "../commit/commit.ts";
import { batchOfNamespace, type NamespaceLayout } from "../format/namespace-layout.ts";
import type { Engine, Steps } from "../steps/steps.ts";
import type { Transaction } from "./transaction.ts";

/** A transaction of one namespace that is to be committed with those of others. */
export interface Member {
  /** The places of the namespace in the backend. */
  readonly layout: NamespaceLayout;
  readonly transaction: Transaction;
}

/**
 * Commits transactions of several namespaces as one: all of them or none. Those that have only read are part of it, so
 * that what was read still holds at the commit. Answers `false`, having written nothing, if another commit to one of
 * the namespaces won.
 *
 * @param engine the whole backend, not the view of a namespace.
 */
export function* commitTogether(engine: Engine, members: readonly Member[]): Steps<boolean> {
  if (members.every(({ transaction }) => !transaction.hasWrites)) return yield* confirmed(members);
  const prepared: PreparedCommit[] = [];
  const batches: Batch[] = [];
  let isConcluding = false;
  try {
    for (const { layout, transaction } of members) {
      const commit = yield* transaction.prepare();
      if (commit !== undefined) prepared.push(commit);
      batches.push(batchOfNamespace(layout, commit?.plan.batch ?? { checks: transaction.checksOfReads, writes: [] }));
    }
    isConcluding = true;
    return yield* conclude(engine, prepared, {
      checks: batches.flatMap(({ checks }) => checks),
      writes: batches.flatMap(({ writes }) => writes),
    });
  } finally {
    if (!isConcluding) abandon(prepared);
  }
}

/** Whether everything that was only read is still as it was. */
function* confirmed(members: readonly Member[]): Steps<boolean> {
  for (const { transaction } of members) if ((yield* transaction.commit()) === undefined) return false;
  return true;
}
