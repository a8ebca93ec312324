import { unchecked } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { atOnce } from "./operation-session.ts";

/** Takes what a watch has to tell. */
export const poll = defineOperation<"poll">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: {
    watch: unchecked("only a watch of the instance itself is found"),
    limit: unchecked("the watch requires 1 to 1 000"),
  },
  bytesRead: noValue,
  perform: atOnce((session, { watch, limit }) => session.watches.poll(watch, limit)),
});
