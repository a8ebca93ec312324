import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Returns the usage and the quota of the namespace. */
export const usage = defineOperation<"usage">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: {},
  bytesRead: noValue,
  perform: inTransaction(function* (transaction) {
    const { bytes, keys } = yield* transaction.usage();
    const quota = yield* transaction.quota();
    return { usedBytes: bytes, quotaBytes: quota.bytes, keyCount: keys };
  }),
});
