import type { BatchOperation, BatchWrite } from "../operation.ts";
import { expiryInstant } from "../store/expiry.ts";
import type { Steps } from "../store/steps.ts";
import { storedKey } from "../store/stored-key.ts";
import type { StoredValue, Transaction } from "../store/transaction.ts";
import { undoing } from "./undoing.ts";

export function getEntry(transaction: Transaction, key: string): Steps<StoredValue | undefined> {
  return transaction.getEntry(storedKey(key));
}

/** Answers the newest version that is seen: if anything was written, the one that it will have. */
export function* write(
  transaction: Transaction,
  { checks, writes }: BatchOperation & { readonly type: "write" },
): Steps<number> {
  for (const { key, version } of checks) yield* transaction.check(storedKey(key), version);
  yield* undoing(transaction, function* () {
    for (const each of writes) yield* writeOne(transaction, each);
  });
  const seen = yield* transaction.version();
  return transaction.hasWrites ? seen + 1 : seen;
}

function* writeOne(transaction: Transaction, write: BatchWrite): Steps<void> {
  const key = storedKey(write.key);
  if (write.type === "delete") yield* transaction.delete(key);
  else yield* transaction.set(key, write.value, expiryInstant(write.ttlSeconds, transaction.now));
}
