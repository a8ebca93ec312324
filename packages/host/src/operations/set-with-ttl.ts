import { expiryInstant } from "../store/format/expiry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import { oneKey, storedValue, unchecked } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Sets a key to a value that expires. */
export const setWithTtl = defineOperation<"set-with-ttl">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: {
    key: oneKey,
    value: storedValue,
    ttlSeconds: unchecked("expiryInstant requires an instant in the future"),
  },
  bytesRead: noValue,
  perform: inTransaction(function* (transaction, { key, value, ttlSeconds }) {
    yield* transaction.set(storedKey(key), value, expiryInstant(ttlSeconds, yield* transaction.instant()));
  }),
});
