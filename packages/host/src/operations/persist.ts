import { NEVER } from "../store/format/stored-entry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import { oneKey } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { existingEntry } from "./existing-entry.ts";
import { inTransaction } from "./operation-session.ts";

/** Has an existing key stay. */
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
    const { value, expiresAt } = yield* existingEntry(transaction, stored);
    if (expiresAt === NEVER) return false;
    yield* transaction.set(stored, value);
    return true;
  }),
});
