// `committer.ts FOLDER MODULE NAME [REQUESTS]`: opens the store of the folder and makes the commits of the workload,
// going on where the last committer ended. Says `open NUMBER DURABLE`, then `commit NUMBER` for each request that is
// acknowledged and `flush NUMBER` after each flush. Half-way it closes the store and opens it again.
import { writeSync } from "node:fs";
import { commitNext } from "../workload/commit-next.ts";
import { numberOf } from "../workload/expected.ts";
import { openIn } from "./store-module.ts";

const [folder = "", module = "", name = "", requests = "Infinity"] = process.argv.slice(2);
/** Requests between two flushes, in an engine that is not durable without. */
const FLUSH_EVERY = 7;

let store = await openIn(folder, module, name);
let number = await numberOf(store);
say(`open ${number} ${store.capabilities.durable}`);
for (let request = 1; request <= Number(requests); request++) {
  number = await commitNext(store, number + 1);
  say(`commit ${number}`);
  if (!store.capabilities.durable && request % FLUSH_EVERY === 0) {
    await store.flush();
    say(`flush ${number}`);
  }
  if (request === Math.floor(Number(requests) / 2)) {
    await store.close();
    store = await openIn(folder, module, name);
  }
}
await store.close();

function say(line: string): void {
  writeSync(1, `${line}\n`);
}
