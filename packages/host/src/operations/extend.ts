import { expiryInstant } from "../store/format/expiry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import { oneKey, unchecked } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";
import { requireEntry } from "./require-entry.ts";

/** Sets a new expiry on an existing key. */
export const extend = defineOperation<"extend">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey, ttlSeconds: unchecked("expiryInstant requires an instant in the future") },
  bytesRead: noValue,
  perform: inTransaction(function* (transaction, { key, ttlSeconds }) {
    const stored = storedKey(key);
    const instant = expiryInstant(ttlSeconds, yield* transaction.instant());
    const { value } = yield* requireEntry(transaction, stored);
    yield* transaction.set(stored, value, instant);
  }),
});
