import { StorageError } from "@airssys/protocol";
import type { ExpiryOperation } from "../operation.ts";
import { expiryInstant, secondsUntil } from "../store/expiry.ts";
import type { Steps } from "../store/steps.ts";
import { NEVER } from "../store/stored-entry.ts";
import { type StoredKey, storedKey } from "../store/stored-key.ts";
import type { StoredValue, Transaction } from "../store/transaction.ts";

export function* setWithTtl(
  transaction: Transaction,
  { key, value, ttlSeconds }: ExpiryOperation & { readonly type: "set-with-ttl" },
): Steps<void> {
  yield* transaction.set(storedKey(key), value, expiryInstant(ttlSeconds, transaction.now));
}

/** Seconds, or `undefined` if the key never expires. @throws StorageError `key-not-found` */
export function* getTtl(transaction: Transaction, key: string): Steps<number | undefined> {
  const { expiresAt } = yield* existing(transaction, storedKey(key));
  return expiresAt === NEVER ? undefined : secondsUntil(expiresAt, transaction.now);
}

/** @throws StorageError `key-not-found`, `invalid-argument` */
export function* extend(
  transaction: Transaction,
  { key, ttlSeconds }: ExpiryOperation & { readonly type: "extend" },
): Steps<void> {
  const stored = storedKey(key);
  const instant = expiryInstant(ttlSeconds, transaction.now);
  const { value } = yield* existing(transaction, stored);
  yield* transaction.set(stored, value, instant);
}

/** Answers whether the key would have expired. @throws StorageError `key-not-found` */
export function* persist(transaction: Transaction, key: string): Steps<boolean> {
  const stored = storedKey(key);
  const { value, expiresAt } = yield* existing(transaction, stored);
  if (expiresAt === NEVER) return false;
  yield* transaction.set(stored, value);
  return true;
}

function* existing(transaction: Transaction, key: StoredKey): Steps<StoredValue> {
  const entry = yield* transaction.getEntry(key);
  if (entry === undefined) throw new StorageError({ tag: "key-not-found" });
  return entry;
}
