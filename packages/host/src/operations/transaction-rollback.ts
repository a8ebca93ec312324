import { defineOperation, noValue } from "./define-operation.ts";
import { atOnce } from "./operation-session.ts";

/** Ends the guest's innermost transaction and undoes its writes. */
export const transactionRollback = defineOperation<"transaction-rollback">({
  need: "write",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "with-notable",
  arguments: {},
  bytesRead: noValue,
  perform: atOnce((session) => session.rollbackInner()),
});
