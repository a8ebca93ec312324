import { compareBytes, type Entry } from "@airssys/backend";
import type { Pending } from "./overlay.ts";
import type { StoredKey } from "./stored-key.ts";

/** The keys that a transaction sees: committed ones and pending ones in one order, without those that are pending to go. */
export function* mergeKeys(committed: readonly Entry[], pending: Iterable<Pending>): Iterable<StoredKey> {
  let next = 0;
  for (const change of pending) {
    for (let entry = committed[next]; entry !== undefined; entry = committed[++next]) {
      const order = compareBytes(entry.key, change.key);
      if (order > 0) break;
      if (order < 0) yield entry.key as StoredKey; // keys of guests come back as they were stored
    }
    if (change.value !== undefined) yield change.key;
  }
  for (; next < committed.length; next++) yield (committed[next] as Entry).key as StoredKey;
}
