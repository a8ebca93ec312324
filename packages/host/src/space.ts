import type { Answer, Mode } from "@airssys/backend";
import type { Reporter } from "./observer.ts";
import { needOf, type Operation } from "./operation.ts";
import { crossedResources, DEFAULT_SOFT_LIMIT } from "./soft-limit.ts";
import type { Steps } from "./store/steps.ts";
import type { Transaction } from "./store/transaction.ts";
import type { Transactor } from "./store/transactor.ts";
import type { Quota } from "./store/usage.ts";

/** What a namespace uses and may use. Sizes in bytes. */
export interface NamespaceUsage {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly keyCount: number;
}

/** What an operation does in a transaction. */
export type Work = (transaction: Transaction) => Steps<unknown>;

/** One namespace of a host, under its quota. */
export class Space<M extends Mode = Mode> {
  readonly namespace: string;
  readonly #transactor: Transactor<M>;
  readonly #quota: Quota;
  readonly #softLimit: number;

  /** @param softLimit the fraction of the quota that is worth a word. */
  constructor(namespace: string, transactor: Transactor<M>, quota: Quota, softLimit: number = DEFAULT_SOFT_LIMIT) {
    this.namespace = namespace;
    this.#transactor = transactor;
    this.#quota = quota;
    this.#softLimit = softLimit;
  }

  /** Runs steps over this namespace. */
  drive<T>(steps: Steps<T>): Answer<M, T> {
    return this.#transactor.drive(steps);
  }

  /** A new transaction, which reads nothing until it is used. */
  transaction(): Transaction {
    return this.#transactor.transaction();
  }

  /** Does an operation as a transaction of its own. */
  transact(operation: Operation, work: Work, reporter: Reporter | undefined): Steps<unknown> {
    if (needOf(operation) === "read") return this.#transactor.transact("read", work);
    return reporter === undefined
      ? this.#transactor.transact("write", work)
      : this.#transactReported(operation, work, reporter);
  }

  /** Says which soft limits a transaction that is committed has crossed. */
  reportCrossings(
    transaction: Transaction | undefined,
    operation: Operation["type"] | "commit",
    reporter: Reporter | undefined,
  ): void {
    const change = reporter && transaction?.usageChange;
    if (change === undefined) return;
    for (const resource of crossedResources(change, this.#quota, this.#softLimit)) {
      const [used, quota] = [change.after[resource], this.#quota[resource]];
      reporter?.tell({
        type: "soft-limit",
        crossing: { namespace: this.namespace, operation, resource, used, quota },
      });
    }
  }

  /** What the namespace uses now, outside of any call. */
  usage(): Answer<M, NamespaceUsage> {
    return this.drive(this.#usage());
  }

  *#transactReported(operation: Operation, work: Work, reporter: Reporter): Steps<unknown> {
    let won: Transaction | undefined;
    const result = yield* this.#transactor.transact("write", (transaction) => {
      won = transaction;
      return work(transaction);
    });
    this.reportCrossings(won, operation.type, reporter);
    return result;
  }

  *#usage(): Steps<NamespaceUsage> {
    const { bytes, keys } = yield* this.#transactor.transaction("read").usage();
    return { usedBytes: bytes, quotaBytes: this.#quota.bytes, keyCount: keys };
  }
}
