import type { Operation } from "./operation.ts";
import { storedRange } from "./store/key-range.ts";
import { listKeys } from "./store/list-keys.ts";
import type { Steps } from "./store/steps.ts";
import { storedKey } from "./store/stored-key.ts";
import type { Transaction } from "./store/transaction.ts";

/** The steps that do in a transaction what an admitted operation asks, and answer what its WIT function answers. */
export function apply(transaction: Transaction, operation: Operation, keysPerAnswerMax: number): Steps<unknown> {
  switch (operation.type) {
    case "get":
      return transaction.get(storedKey(operation.key));
    case "set":
      return transaction.set(storedKey(operation.key), operation.value);
    case "delete":
      return transaction.delete(storedKey(operation.key));
    case "has":
      return transaction.has(storedKey(operation.key));
    case "keys":
      return listKeys(transaction, storedRange({ prefix: operation.prefix }), keysPerAnswerMax);
    case "size":
      return size(transaction);
    case "clear":
      return transaction.clear();
  }
}

function* size(transaction: Transaction): Steps<bigint> {
  return BigInt((yield* transaction.usage()).bytes);
}
