import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Returns the bytes that the namespace uses. */
export const size = defineOperation<"size">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: {},
  bytesRead: noValue,
  perform: inTransaction(function* (transaction) {
    return (yield* transaction.usage()).bytes;
  }),
});
