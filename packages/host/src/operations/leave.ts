import { defineOperation, noValue } from "./define-operation.ts";
import { atOnce } from "./operation-session.ts";

/** Leaves the namespace that was entered last. */
export const leave = defineOperation<"leave">({
  need: "nothing",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: {},
  bytesRead: noValue,
  perform: atOnce((session) => session.leave()),
});
