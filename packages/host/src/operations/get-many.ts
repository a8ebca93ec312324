import type { Bytes } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import { VALUES_BYTES_MAX } from "../contract/guest-limits.ts";
import { storedKey } from "../store/format/stored-key.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";
import { keyList } from "./argument-rule.ts";
import { defineOperation } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";

/** The values of some keys at one instant. */
export const getMany = defineOperation<"get-many">({
  need: "read",
  isWrite: false,
  reach: "arguments",
  namespace: "entered",
  audit: "ordinary",
  arguments: { keys: keyList },
  bytesRead: (values) => values.reduce((sum, value) => sum + (value?.length ?? 0), 0),
  perform: inTransaction((transaction, { keys }) => valuesOf(transaction, keys)),
});

/** Keys that are read at once: the values of more could be too much for one answer. */
const KEYS_PER_READ = 16;

/** The values of keys at their positions. @throws StorageError `limit-exceeded` */
function* valuesOf(transaction: Transaction, keys: readonly string[]): Steps<(Bytes | undefined)[]> {
  if (keys.length > KEYS_PER_READ) yield* transaction.version(); // what is read in parts has to be of one instant
  const values: (Bytes | undefined)[] = [];
  let bytes = 0;
  for (let start = 0; start < keys.length; start += KEYS_PER_READ) {
    const part = yield* transaction.getMany(keys.slice(start, start + KEYS_PER_READ).map(storedKey));
    bytes += part.reduce((sum, value) => sum + (value?.length ?? 0), 0);
    if (bytes > VALUES_BYTES_MAX) {
      const val = `the values of one answer have at most ${VALUES_BYTES_MAX} bytes; ask for fewer keys`;
      throw new StorageError({ tag: "limit-exceeded", val });
    }
    values.push(...part);
  }
  return values;
}
