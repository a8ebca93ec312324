import { expiryInstant } from "../store/format/expiry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import { oneKey, unchecked } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { existingEntry } from "./existing-entry.ts";
import { inTransaction } from "./operation-session.ts";

/** Gives an existing key another expiry. */
export const extend = defineOperation<"extend">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey, ttlSeconds: unchecked("the instant is required to be one to come") },
  bytesRead: noValue,
  perform: inTransaction(function* (transaction, { key, ttlSeconds }) {
    const stored = storedKey(key);
    const instant = expiryInstant(ttlSeconds, yield* transaction.instant());
    const { value } = yield* existingEntry(transaction, stored);
    yield* transaction.set(stored, value, instant);
  }),
});
