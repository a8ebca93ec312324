import { NEVER } from "../store/format/stored-entry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import { oneKey } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";
import { requireEntry } from "./require-entry.ts";

/** Removes the expiry of an existing key. */
export const persist = defineOperation<"persist">({
  need: "write",
  isWrite: true,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey },
  bytesRead: noValue,
  perform: inTransaction(function* (transaction, { key }) {
    const stored = storedKey(key);
    const { value, expiresAt } = yield* requireEntry(transaction, stored);
    if (expiresAt === NEVER) return false;
    yield* transaction.set(stored, value);
    return true;
  }),
});
