import { defineOperation, noValue } from "./define-operation.ts";
import { atOnce } from "./operation-session.ts";

/** Enters a namespace: the operations that follow work in it. */
export const enter = defineOperation<"enter">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "named",
  audit: "ordinary",
  arguments: {},
  bytesRead: noValue,
  perform: atOnce((session, { namespace }) => session.enter(namespace)),
});
