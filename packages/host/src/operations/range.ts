import { readPage } from "../apply/pages.ts";
import { keyRange, unchecked } from "./argument-rule.ts";
import { defineOperation } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** A page of entries of a range. */
export const range = defineOperation<"range">({
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
  bytesRead: ({ entries }) => entries.reduce((sum, { value }) => sum + value.length, 0),
  perform: inTransaction((transaction, request, { cursors }) => readPage(transaction, request, cursors)),
});
