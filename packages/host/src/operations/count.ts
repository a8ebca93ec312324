import { storedRange } from "../store/format/key-range.ts";
import { keyRange } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Counts the keys of a range. */
export const count = defineOperation<"count">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { range: keyRange },
  bytesRead: noValue,
  perform: inTransaction((transaction, { range }) => transaction.count(storedRange(range))),
});
