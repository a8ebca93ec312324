import { defineOperation, noValue } from "./define-operation.ts";

/** Ends the guest's innermost transaction and keeps its writes. */
export const transactionCommit = defineOperation<"transaction-commit">({
  need: "write",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "with-notable",
  arguments: {},
  bytesRead: noValue,
  perform: (session) => session.commitInner(),
});
