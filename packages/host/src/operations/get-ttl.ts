import { secondsUntil } from "../store/format/expiry.ts";
import { NEVER } from "../store/format/stored-entry.ts";
import { storedKey } from "../store/format/stored-key.ts";
import { oneKey } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";
import { requireEntry } from "./require-entry.ts";

/** Returns the seconds until a key expires. */
export const getTtl = defineOperation<"get-ttl">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { key: oneKey },
  bytesRead: noValue,
  perform: inTransaction(function* (transaction, { key }) {
    const { expiresAt } = yield* requireEntry(transaction, storedKey(key));
    return expiresAt === NEVER ? undefined : secondsUntil(expiresAt, yield* transaction.instant());
  }),
});
