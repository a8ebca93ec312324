import { defineOperation, noValue } from "./define-operation.ts";
import { atOnce } from "./operation-session.ts";

/** Begins a transaction of the guest, inside of any that is open. */
export const transactionBegin = defineOperation<"transaction-begin">({
  need: "write",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "with-notable",
  arguments: {},
  bytesRead: noValue,
  perform: atOnce((session) => session.beginInner()),
});
