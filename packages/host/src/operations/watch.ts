import { keyPrefix } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { atOnce } from "./operation-session.ts";

/** Starts a watch of the keys with a prefix. */
export const watch = defineOperation<"watch">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { prefix: keyPrefix },
  bytesRead: noValue,
  perform: atOnce((session, operation) => session.watches.open(session.getFeed(operation), operation.prefix)),
});
