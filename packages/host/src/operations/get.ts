import { storedKey } from "../store/format/stored-key.ts";
import { oneKey } from "./argument-rule.ts";
import { defineOperation } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Returns the value of a key. */
export const get = defineOperation<"get">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey },
  bytesRead: (value) => value?.length,
  perform: inTransaction((transaction, { key }) => transaction.get(storedKey(key))),
});
