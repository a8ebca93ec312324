import { answered } from "../store/steps/steps.ts";
import { cipherInput, cipherKeyName } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";

/** Seals bytes with a key of the host. */
export const seal = defineOperation<"seal">({
  need: "write",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { keyName: cipherKeyName, plaintext: cipherInput, associatedData: cipherInput },
  bytesRead: noValue,
  perform: function* (session, operation) {
    const { cipher, context } = session.cipherFor(operation);
    return yield* answered(cipher.seal(operation.plaintext, context));
  },
});
