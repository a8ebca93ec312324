import { unchecked } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { atOnce } from "./operation-session.ts";

/** Takes the events that wait in a watch. */
export const poll = defineOperation<"poll">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: {
    watch: unchecked("an id finds only watches of the instance itself"),
    limit: unchecked("GuestWatches.poll requires 1 to 1 000"),
  },
  bytesRead: noValue,
  perform: atOnce((session, { watch, limit }) => session.watches.poll(watch, limit)),
});
