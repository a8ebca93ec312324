import { storedKey } from "../store/format/stored-key.ts";
import { oneKey } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Tells whether a key exists. */
export const has = defineOperation<"has">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey },
  bytesRead: noValue,
  perform: inTransaction((transaction, { key }) => transaction.has(storedKey(key))),
});
