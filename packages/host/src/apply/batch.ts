import { StorageError } from "@airssys/protocol";
import { VALUES_BYTES_MAX } from "../guest-limits.ts";
import type { BatchOperation, BatchWrite } from "../operation.ts";
import { expiryInstant } from "../store/expiry.ts";
import type { Steps } from "../store/steps.ts";
import { storedKey } from "../store/stored-key.ts";
import type { StoredValue, Transaction } from "../store/transaction.ts";
import { undoing } from "./undoing.ts";

/** Keys that are read at once: the values of more could be too much for one answer. */
const KEYS_PER_READ = 16;

/** The values of keys at their positions. @throws StorageError `limit-exceeded` */
export function* getMany(transaction: Transaction, keys: readonly string[]): Steps<(Uint8Array | undefined)[]> {
  if (keys.length > KEYS_PER_READ) yield* transaction.version(); // what is read in parts has to be of one instant
  const values: (Uint8Array | undefined)[] = [];
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

export function getEntry(transaction: Transaction, key: string): Steps<StoredValue | undefined> {
  return transaction.getEntry(storedKey(key));
}

/** Answers the newest version that is seen: if anything was written, the one that it will have. */
export function* write(
  transaction: Transaction,
  { checks, writes }: BatchOperation & { readonly type: "write" },
): Steps<number> {
  for (const { key, version } of checks) yield* transaction.check(storedKey(key), version);
  yield* undoing(transaction, function* () {
    for (const each of writes) yield* writeOne(transaction, each);
  });
  const seen = yield* transaction.version();
  return transaction.hasWrites ? seen + 1 : seen;
}

function* writeOne(transaction: Transaction, write: BatchWrite): Steps<void> {
  const key = storedKey(write.key);
  if (write.type === "delete") yield* transaction.delete(key);
  else yield* transaction.set(key, write.value, expiryInstant(write.ttlSeconds, transaction.now));
}
