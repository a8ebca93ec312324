import { readKeyPage } from "../apply/pages.ts";
import { keyRange, unchecked } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** A page of keys of a range. */
export const rangeKeys = defineOperation<"range-keys">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: {
    range: keyRange,
    reverse: unchecked("either direction is fine"),
    limit: unchecked("the page requires 1 to 1 000"),
    cursor: unchecked("only one that was given out for this range opens"),
  },
  bytesRead: noValue,
  perform: inTransaction((transaction, request, { cursors }) => readKeyPage(transaction, request, cursors)),
});
