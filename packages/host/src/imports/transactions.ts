import type { Mode } from "@airssys/backend";
import type { storageTransactions } from "@airssys/wit/host";
import { answering, type Hosted, type Perform } from "./hosted.ts";

/** `airssys:wasm/storage-transactions` for one component. */
export type TransactionsImports<M extends Mode> = Hosted<M, typeof storageTransactions>;

export function transactionsImports<M extends Mode>(perform: Perform<M>): TransactionsImports<M> {
  const run = answering(perform);
  return {
    storageBegin: () => run({ type: "transaction-begin" }),
    storageCommit: () => run({ type: "transaction-commit" }),
    storageRollback: () => run({ type: "transaction-rollback" }),
  };
}
