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
import { undoing } from "./undoing.ts";

/** Removes the keys of a range and answers how many there were. */
export const deleteRange = defineOperation<"delete-range">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "notable",
  arguments: { range: keyRange },
  bytesRead: noValue,
  perform: inTransaction((transaction, { range }) => removeKeys(transaction, range)),
});

/** @throws StorageError `invalid-argument` for a range without bounds, `limit-exceeded` */
function removeKeys(transaction: Transaction, range: KeyRange): Steps<number> {
  const { prefix = "", start, end } = range;
  if (prefix === "" && start === undefined && end === undefined) {
    const val = "a range to remove has a prefix, a start or an end; storage-clear removes everything";
    throw new StorageError({ tag: "invalid-argument", val });
  }
  return undoing(transaction, () => deleteKeys(transaction, storedRange(range), KEYS_PER_CHANGE_MAX));
}
