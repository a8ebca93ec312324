import { storedRange } from "../store/format/key-range.ts";
import { listKeys } from "../store/transaction/list-keys.ts";
import { keyPrefix } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Lists all keys that begin with a prefix, in order. */
export const keys = defineOperation<"keys">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { prefix: keyPrefix },
  bytesRead: noValue,
  perform: inTransaction((transaction, { prefix }, { limits }) =>
    listKeys(transaction, storedRange({ prefix }), limits.keysPerAnswerMax),
  ),
});
