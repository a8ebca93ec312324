import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Removes every key of the namespace. */
export const clear = defineOperation<"clear">({
  need: "admin",
  isWrite: true,
  reach: "every-key",
  namespace: "entered",
  audit: "notable",
  arguments: {},
  bytesRead: noValue,
  perform: inTransaction((transaction) => transaction.clear()),
});
