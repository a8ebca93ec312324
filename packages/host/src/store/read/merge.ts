import { compareBytes, type Entry } from "@airssys/backend";
import type { Pending } from "./overlay.ts";

/** One key as a transaction sees it: an entry of the committed state, or a pending write of the transaction's own. */
export type Seen = Entry | Pending;

/** Whether a key comes from the transaction's own writes. */
export function isPending(seen: Seen): seen is Pending {
  return "replaces" in seen;
}

/**
 * What a transaction sees of a range: committed entries and pending writes in one order, without what is pending to go.
 */
export function* merge(committed: readonly Entry[], pendings: Iterable<Pending>, reverse: boolean): Iterable<Seen> {
  let next = 0;
  for (const pending of pendings) {
    for (let entry = committed[next]; entry !== undefined; entry = committed[++next]) {
      const order = compareBytes(entry.key, pending.key) * (reverse ? -1 : 1);
      if (order > 0) break;
      if (order < 0) yield entry;
    }
    if (pending.value !== undefined) yield pending;
  }
  for (let entry = committed[next]; entry !== undefined; entry = committed[++next]) yield entry;
}
