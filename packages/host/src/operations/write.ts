import type { BatchCheck, BatchWrite } from "../contract/operation.ts";
import { expiryInstant } from "../store/format/expiry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";
import { checkList, writeList } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";
import { rollbackOnError } from "./rollback-on-error.ts";

/** Applies several writes if all checks hold. */
export const write = defineOperation<"write">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { checks: checkList, writes: writeList },
  bytesRead: noValue,
  perform: inTransaction((transaction, { checks, writes }) => writeAll(transaction, checks, writes)),
});

function* writeAll(
  transaction: Transaction,
  checks: readonly BatchCheck[],
  writes: readonly BatchWrite[],
): Steps<number> {
  for (const { key, version } of checks) yield* transaction.check(storedKey(key), version);
  yield* rollbackOnError(transaction, function* () {
    for (const each of writes) yield* writeOne(transaction, each);
  });
  const seen = yield* transaction.version();
  return transaction.hasWrites ? seen + 1 : seen;
}

function* writeOne(transaction: Transaction, write: BatchWrite): Steps<void> {
  const key = storedKey(write.key);
  if (write.type === "delete") yield* transaction.delete(key);
  else yield* transaction.set(key, write.value, expiryInstant(write.ttlSeconds, yield* transaction.instant()));
}
