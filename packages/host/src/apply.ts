import type { Operation } from "./operation.ts";
import { storedRange } from "./store/key-range.ts";
import { listKeys } from "./store/list-keys.ts";
import type { Steps } from "./store/steps.ts";
import { guestKey, storedKey } from "./store/stored-key.ts";
import type { Transaction } from "./store/transaction.ts";

/** Does in a transaction what an admitted operation asks, and answers what its WIT function answers. */
export function* apply(transaction: Transaction, operation: Operation, keysPerAnswerMax: number): Steps<unknown> {
  switch (operation.type) {
    case "get":
      return yield* transaction.get(storedKey(operation.key));
    case "set":
      return yield* transaction.set(storedKey(operation.key), operation.value);
    case "delete":
      return yield* transaction.delete(storedKey(operation.key));
    case "has":
      return yield* transaction.has(storedKey(operation.key));
    case "keys":
      return (yield* listKeys(transaction, storedRange({ prefix: operation.prefix }), keysPerAnswerMax)).map(guestKey);
    case "size":
      return BigInt((yield* transaction.usage()).bytes);
    case "clear":
      return yield* transaction.clear();
  }
}
