import { type Batch, type Bytes, batchInside } from "@airssys/backend";
import { abandon, conclude, type PreparedCommit } from "../commit/commit.ts";
import { ask, type Steps } from "../steps/steps.ts";
import type { Transaction } from "./transaction.ts";

/** A transaction of one namespace that is to be committed with those of others. */
export interface Member {
  /** What the keys of the namespace begin with in the backend. */
  readonly prefix: Bytes;
  readonly transaction: Transaction;
  /** Runs steps in the namespace's view of the backend. */
  drive<T>(steps: Steps<T>): unknown;
}

/**
 * Commits transactions of several namespaces as one: all of them or none. Those that have only read are part of it, so
 * that what was read still holds at the commit. Answers `false`, having written nothing, if another commit to one of
 * the namespaces won.
 *
 * The steps are for the whole backend, not for the view of a namespace.
 */
export function* commitTogether(members: readonly Member[]): Steps<boolean> {
  if (members.every(({ transaction }) => !transaction.hasWrites)) return yield* confirmed(members);
  const prepared: PreparedCommit[] = [];
  const batches: Batch[] = [];
  let isConcluding = false;
  try {
    for (const { prefix, transaction, drive } of members) {
      const commit = (yield* ask.run(() => drive(transaction.prepare()))) as PreparedCommit | undefined;
      if (commit !== undefined) prepared.push(commit);
      batches.push(batchInside(prefix, commit?.batch ?? { checks: transaction.checksOfReads, writes: [] }));
    }
    isConcluding = true;
    return yield* conclude(prepared, {
      checks: batches.flatMap(({ checks }) => checks),
      writes: batches.flatMap(({ writes }) => writes),
    });
  } finally {
    if (!isConcluding) abandon(prepared);
  }
}

/** Whether everything that was only read is still as it was. */
function* confirmed(members: readonly Member[]): Steps<boolean> {
  for (const { transaction, drive } of members) {
    if ((yield* ask.run(() => drive(transaction.commit()))) === undefined) return false;
  }
  return true;
}
