import type { KeyRange } from "@airssys/protocol";
import { StorageError } from "@airssys/protocol";
import { KEYS_PER_CHANGE_MAX } from "../contract/guest-limits.ts";
import { storedRange } from "../store/format/key-range.ts";
import type { Steps } from "../store/steps/steps.ts";
import { deleteRange as deleteKeys } from "../store/transaction/list-keys.ts";
import type { Transaction } from "../store/transaction/transaction.ts";
import { keyRange } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";
import { rollbackOnError } from "./rollback-on-error.ts";

/** Removes the keys of a range and returns the number removed. */
export const deleteRange = defineOperation<"delete-range">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "notable",
  arguments: { range: keyRange },
  bytesRead: noValue,
  perform: inTransaction((transaction, { range }) => deleteBoundedRange(transaction, range)),
});

/** @throws StorageError `invalid-argument` for a range without bounds, `limit-exceeded` */
function deleteBoundedRange(transaction: Transaction, range: KeyRange): Steps<number> {
  const { prefix = "", start, end } = range;
  if (prefix === "" && start === undefined && end === undefined) {
    const val = "the range to delete needs a prefix, a start or an end; use storage-clear to remove everything";
    throw new StorageError({ tag: "invalid-argument", val });
  }
  return rollbackOnError(transaction, () => deleteKeys(transaction, storedRange(range), KEYS_PER_CHANGE_MAX));
}
