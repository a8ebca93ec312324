import { StorageError } from "@airssys/protocol";
import type { StoredKey } from "../store/format/stored-key.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { StoredValue, Transaction } from "../store/transaction/transaction.ts";

/** Returns the entry of a key. @throws StorageError `key-not-found` if the key does not exist */
export function* requireEntry(transaction: Transaction, key: StoredKey): Steps<StoredValue> {
  const entry = yield* transaction.getEntry(key);
  if (entry === undefined) throw new StorageError({ tag: "key-not-found" });
  return entry;
}
