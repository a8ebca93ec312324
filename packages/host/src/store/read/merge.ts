import { compareBytes, type Entry } from "@airssys/backend";
import type { Pending } from "./overlay.ts";

/** One key as a transaction sees it: from the committed state, or from the transaction's own writes. */
export type Seen =
  | { readonly type: "committed"; readonly entry: Entry }
  | { readonly type: "pending"; readonly pending: Pending };

/**
 * What a transaction sees of a range: committed entries and pending writes in one order, without what is pending to go.
 */
export function* merge(committed: readonly Entry[], pendings: Iterable<Pending>, reverse: boolean): Iterable<Seen> {
  let next = 0;
  for (const pending of pendings) {
    for (let entry = committed[next]; entry !== undefined; entry = committed[++next]) {
      const order = compareBytes(entry.key, pending.key) * (reverse ? -1 : 1);
      if (order > 0) break;
      if (order < 0) yield { type: "committed", entry };
    }
    if (pending.value !== undefined) yield { type: "pending", pending };
  }
  for (let entry = committed[next]; entry !== undefined; entry = committed[++next]) yield { type: "committed", entry };
}
