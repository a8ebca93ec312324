// `writer.ts FOLDER alone|grouped [TIMES]`: runs the transactions of the workload, going on where the last writer ended, and says the namespace
// and the number of each as soon as it is acknowledged. Grouped, several namespaces commit at once.
import { writeSync } from "node:fs";
import { openLmdb } from "@airssys/backend-lmdb";
import { openStore, type Store } from "@airssys/host";
import { instantOf, namesOf, numberIn, workOf } from "./workload.ts";

const [path = "", way = "alone", times = "Infinity"] = process.argv.slice(2);
let now = 0;
const namespaces = openStore({ backend: openLmdb({ path }), clock: () => now });
const alone = namesOf(way).map((name) => namespaces.open(name));
const grouped = namesOf(way).map((name) => namespaces.openGrouped(name));

const first = Math.max(...alone.map((store) => numberIn(store.get("a")))) + 1;
for (let number = first; number < first + Number(times); number++) {
  now = instantOf(number);
  if (way === "alone") for (const store of alone) writeAlone(store, number);
  else await Promise.all(grouped.map((store, index) => writeGrouped(store, number, index)));
}

function writeAlone(store: Store<"sync">, number: number): void {
  store.transaction((transaction) => {
    for (const _answer of workOf(transaction, number));
  });
  writeSync(1, `${store.namespace} ${number}\n`);
}

async function writeGrouped(store: Store<"async">, number: number, index: number): Promise<void> {
  if ((number + index) % 3 === 0) await new Promise((resolve) => setImmediate(resolve)); // so that groups differ
  await store.transaction(async (transaction) => {
    for (const answer of workOf(transaction, number)) await answer;
  });
  writeSync(1, `${store.namespace} ${number}\n`);
}
