import { secondsUntil } from "../store/format/expiry.ts";
import { NEVER } from "../store/format/stored-entry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import { oneKey } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { existingEntry } from "./existing-entry.ts";
import { inTransaction } from "./operation-session.ts";

/** How long a key has left. */
export const getTtl = defineOperation<"get-ttl">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey },
  bytesRead: noValue,
  perform: inTransaction(function* (transaction, { key }) {
    const { expiresAt } = yield* existingEntry(transaction, storedKey(key));
    return expiresAt === NEVER ? undefined : secondsUntil(expiresAt, yield* transaction.instant());
  }),
});
