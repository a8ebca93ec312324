import { readPage } from "../contract/pages.ts";
import { defineOperation } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";
import { pageArguments } from "./page-arguments.ts";

/** Returns a page of the entries of a range. */
export const range = defineOperation<"range">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: pageArguments,
  bytesRead: ({ entries }) => entries.reduce((sum, { value }) => sum + value.length, 0),
  perform: inTransaction((transaction, request, { cursors }) => readPage(transaction, request, cursors)),
});
