import { storedKey } from "../store/format/stored-key.ts";
import { oneKey, storedValue } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Gives a key a value, whether or not it had one. */
export const set = defineOperation<"set">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey, value: storedValue },
  bytesRead: noValue,
  perform: inTransaction((transaction, { key, value }) => transaction.set(storedKey(key), value)),
});
