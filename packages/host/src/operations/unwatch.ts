import { unchecked } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { atOnce } from "./operation-session.ts";

/** Ends a watch. */
export const unwatch = defineOperation<"unwatch">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { watch: unchecked("an id finds only watches of the instance itself") },
  bytesRead: noValue,
  perform: atOnce((session, { watch }) => session.watches.close(watch)),
});
