import type { Mode } from "@airssys/backend";
import type { storageTransactions } from "@airssys/wit/host";
import { type Hosted, type Perform, typedPerform } from "./hosted.ts";

/** `airssys:wasm/storage-transactions` for one component. */
export type TransactionsImports<M extends Mode> = Hosted<M, typeof storageTransactions>;

export function transactionsImports<M extends Mode>(perform: Perform<M>): TransactionsImports<M> {
  const run = typedPerform(perform);
  return {
    storageBegin: () => run({ type: "transaction-begin" }),
    storageCommit: () => run({ type: "transaction-commit" }),
    storageRollback: () => run({ type: "transaction-rollback" }),
  };
}
