import { defineOperation, noValue } from "./define-operation.ts";

/** Ends the guest's last transaction and keeps what it wrote. */
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
