// `counter.ts FOLDER NAME TIMES alone|grouped`: increments one counter in transactions and adds keys of its own name in
// single operations, beside another process that does the same. Says how often a transaction was run.
import { openLmdb } from "@airssys/backend-lmdb";
import { openStore, type StoreTransaction } from "@airssys/host";

const [path = "", name = "", times = "0", way = "alone"] = process.argv.slice(2);
const backend = openLmdb({ path });
const namespaces = openStore({ backend });
const store = namespaces.open("app:count");
const grouped = namespaces.openGrouped("app:count");
const settings = { attempts: 1_000 };
let runs = 0;

for (let done = 0; done < Number(times); done++) {
  if (way === "alone") {
    store.transaction((transaction) => increment(transaction, transaction.get("count")), settings);
    store.set(`${name}/${done}`, bytesOf(name));
  } else {
    await grouped.transaction(async (transaction) => increment(transaction, await transaction.get("count")), settings);
    await grouped.set(`${name}/${done}`, bytesOf(name));
  }
}
backend.close();
console.log(String(runs));

function increment(transaction: StoreTransaction<"sync"> | StoreTransaction<"async">, before: Uint8Array | undefined) {
  runs++;
  return transaction.set(
    "count",
    bytesOf(String(Number(new TextDecoder().decode(before ?? bytesOf("0"))) + 1)),
  ) as never;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
