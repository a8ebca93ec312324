import type { Answer, Mode } from "@airssys/backend";
import { Cursors } from "../contract/cursors.ts";
import type { NamespaceUsage } from "../contract/namespace-usage.ts";
import type { OperationType } from "../contract/operation.ts";
import type { Reporter } from "../observe/observer.ts";
import { crossedResources, DEFAULT_SOFT_LIMIT } from "../observe/soft-limit.ts";
import type { ChangeFeed } from "../store/changes/change-feed.ts";
import { layoutNamespace, type NamespaceLayout } from "../store/format/namespace-layout.ts";
import type { Quota } from "../store/format/usage.ts";
import { driveFairly } from "../store/steps/drive.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { StoreCore } from "../store/store-core.ts";
import type { Member } from "../store/transaction/commit-together.ts";
import type { Access, Beginning, Transaction } from "../store/transaction/transaction.ts";
import type { Transactor } from "../store/transaction/transactor.ts";

/** The work of an operation in a transaction. */
type Work<Answer> = (transaction: Transaction) => Steps<Answer>;

/** An operation that is a transaction of its own. */
export interface SingleOperation {
  readonly type: OperationType;
  readonly access: Access;
  readonly beginning: Pick<Beginning, "origin" | "room">;
}

/** One namespace of a host with its quota. Begins and commits transactions of the namespace. */
export class Space<M extends Mode = Mode> {
  readonly namespace: string;
  readonly quota: Quota;
  readonly cursors: Cursors;
  readonly #layout: NamespaceLayout;
  readonly #transactor: Transactor<M>;
  readonly #grouped: Transactor<"async">;
  readonly #softLimit: number;

  /** @param softLimit fraction of the quota at which a crossing is reported. */
  constructor(namespace: string, core: StoreCore<M>, quota: Quota, softLimit: number = DEFAULT_SOFT_LIMIT) {
    this.namespace = namespace;
    this.quota = quota;
    this.cursors = new Cursors(core.cursorSecret, namespace);
    this.#layout = layoutNamespace(namespace);
    this.#transactor = core.transactor(namespace, quota);
    this.#grouped = core.groupedTransactor(namespace, quota);
    this.#softLimit = softLimit;
  }

  /** The changes that are committed to the namespace. */
  get feed(): ChangeFeed {
    return this.#transactor.feed;
  }

  /** Returns the current time in milliseconds since 1970 UTC. */
  now(): number {
    return this.#transactor.now();
  }

  /** Begins a transaction. Reads nothing yet. */
  transaction(beginning: Beginning): Transaction {
    return this.#transactor.transaction("write", beginning);
  }

  /** Runs work as soon as earlier writers of the namespace have ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#grouped.inTurn(work);
  }

  /** Commits a transaction: alone, or grouped with other commits of this moment. */
  commit(transaction: Transaction, isGrouped: boolean): Steps<number | undefined> {
    return transaction.commit((isGrouped ? this.#grouped : this.#transactor).engine);
  }

  /** Prepares a transaction to be committed together with those of other namespaces. */
  member(transaction: Transaction): Member {
    return { layout: this.#layout, transaction };
  }

  /** Runs an operation as a transaction of its own. */
  transact<Answer>(operation: SingleOperation, work: Work<Answer>, reporter: Reporter | undefined): Steps<Answer> {
    const { access, beginning } = operation;
    if (access === "read") return this.#transactor.transact("read", work);
    return reporter === undefined
      ? this.#transactor.transact("write", work, beginning)
      : this.#transactReported(operation, work, reporter);
  }

  /** Reports the soft limits that a committed transaction has crossed. */
  reportCrossings(
    transaction: Transaction | undefined,
    operation: OperationType | "commit",
    reporter: Reporter | undefined,
  ): void {
    const change = reporter && transaction?.usageChange;
    if (change === undefined) return;
    for (const resource of crossedResources(change, this.quota, this.#softLimit)) {
      const [used, quota] = [change.after[resource], this.quota[resource]];
      reporter?.report({
        type: "soft-limit",
        crossing: { namespace: this.namespace, operation, resource, used, quota },
      });
    }
  }

  /** Returns the committed usage and the quota that holds. */
  usage(): Answer<M, NamespaceUsage> {
    return this.#transactor.drive(this.#usage());
  }

  /** Returns the same without keeping the event loop from other work for long, whatever has expired. */
  usageInSlices(): NamespaceUsage | Promise<NamespaceUsage> {
    return driveFairly(this.#transactor.mode, this.#usage(), () => false);
  }

  *#transactReported<Answer>(
    { type, beginning }: SingleOperation,
    work: Work<Answer>,
    reporter: Reporter,
  ): Steps<Answer> {
    let won: Transaction | undefined;
    const reported = (transaction: Transaction) => {
      won = transaction;
      return work(transaction);
    };
    const result = yield* this.#transactor.transact("write", reported, beginning);
    this.reportCrossings(won, type, reporter);
    return result;
  }

  *#usage(): Steps<NamespaceUsage> {
    const transaction = this.#transactor.transaction("read");
    const { bytes, keys } = yield* transaction.usage();
    return { usedBytes: bytes, quotaBytes: (yield* transaction.quota()).bytes, keyCount: keys };
  }
}
