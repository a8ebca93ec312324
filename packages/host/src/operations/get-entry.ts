import { storedKey } from "../store/format/stored-key.ts";
import { oneKey } from "./argument-rule.ts";
import { defineOperation } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Returns the value of a key with its version and expiry. */
export const getEntry = defineOperation<"get-entry">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey },
  bytesRead: (entry) => entry?.value.length,
  perform: inTransaction((transaction, { key }) => transaction.getEntry(storedKey(key))),
});
