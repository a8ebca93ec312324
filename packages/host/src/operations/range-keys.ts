import { readKeyPage } from "../contract/pages.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";
import { pageArguments } from "./page-arguments.ts";

/** Returns a page of the keys of a range. */
export const rangeKeys = defineOperation<"range-keys">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: pageArguments,
  bytesRead: noValue,
  perform: inTransaction((transaction, request, { cursors }) => readKeyPage(transaction, request, cursors)),
});
