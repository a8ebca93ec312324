import { StorageError } from "@airssys/protocol";
import { answered } from "../store/steps/steps.ts";
import { cipherInput, cipherKeyName, sealedBytes } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";

/** Opens bytes that the host has sealed. */
export const open = defineOperation<"open">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { keyName: cipherKeyName, sealed: sealedBytes, associatedData: cipherInput },
  bytesRead: noValue,
  perform: function* (session, operation) {
    const { cipher, context } = session.cipherFor(operation);
    const opened = yield* answered(cipher.open(operation.sealed, context));
    if (opened !== undefined) return opened;
    const val = "the bytes were not sealed with this key name and this associated data";
    throw new StorageError({ tag: "invalid-argument", val });
  },
});
