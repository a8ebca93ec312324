import type { Store, StoreOperations } from "@airssys/host";
import { swallow } from "./black-hole.ts";
import type { Contestant, PointOperations } from "./contestant.ts";
import type { KeySet } from "./key-set.ts";
import { VALUE } from "./value.ts";

/** A namespace as an embedder uses it, through `openStore`. */
export function embeddedStore(store: Store<"sync">, keys: KeySet): Contestant {
  return {
    name: "store",
    ...pointsOf(store, keys),
    inTransaction: (work) => store.transaction((transaction) => work(pointsOf(transaction, keys))),
    readEntries(prefix) {
      let after: string | undefined;
      do {
        const page: ReturnType<typeof store.range> = store.range({ prefix }, { after });
        for (const { key, value } of page.entries) swallow(key.length + value.length);
        after = page.after;
      } while (after !== undefined);
    },
    listKeys: (prefix) => swallow(store.keys({ prefix }).length),
    countKeys: (prefix) => swallow(store.count({ prefix })),
  };
}

function pointsOf(operations: StoreOperations<"sync">, keys: KeySet): PointOperations {
  return {
    get(index) {
      const value = operations.get(keys.guestKey(index));
      if (value === undefined) throw new Error("a key that was stored is not there");
      swallow(value.length);
    },
    set: (index) => operations.set(keys.guestKey(index), VALUE),
  };
}
