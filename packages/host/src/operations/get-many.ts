import type { Bytes } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import { VALUES_BYTES_MAX } from "../contract/guest-limits.ts";
import { storedKey } from "../store/format/stored-key.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";
import { keyList } from "./argument-rule.ts";
import { defineOperation } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** Returns the values of several keys at one instant. */
export const getMany = defineOperation<"get-many">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { keys: keyList },
  bytesRead: (values) => values.reduce((sum, value) => sum + (value?.length ?? 0), 0),
  perform: inTransaction((transaction, { keys }) => readValues(transaction, keys)),
});

/** Keys per read. Bounded, so that the size of the answer is checked before too much is in memory. */
const KEYS_PER_READ = 16;

/** Returns values in the order of their keys. @throws StorageError `limit-exceeded` */
function* readValues(transaction: Transaction, keys: readonly string[]): Steps<(Bytes | undefined)[]> {
  // Reading the version makes the commit check that all parts are of one instant.
  if (keys.length > KEYS_PER_READ) yield* transaction.version();
  const values: (Bytes | undefined)[] = [];
  let bytes = 0;
  for (let start = 0; start < keys.length; start += KEYS_PER_READ) {
    const part = yield* transaction.getMany(keys.slice(start, start + KEYS_PER_READ).map(storedKey));
    bytes += part.reduce((sum, value) => sum + (value?.length ?? 0), 0);
    if (bytes > VALUES_BYTES_MAX) {
      const val = `one answer contains at most ${VALUES_BYTES_MAX} bytes of values; ask for fewer keys`;
      throw new StorageError({ tag: "limit-exceeded", val });
    }
    values.push(...part);
  }
  return values;
}
