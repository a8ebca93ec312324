// `increment.ts COMPONENT TRANSPILED DATA ANSWERS [TIMES]`: calls the probe's increment a number of times or without
// end, and prints each answer once its call has resolved, which acknowledges it. The engine answers `at-once` or
// `later`, as ANSWERS says.
import { readFileSync, writeSync } from "node:fs";
import { promised } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { openHost, parseManifest } from "@airssys/host";
import { load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { unevenPauses } from "@airssys/test-kit/engines";
import type { ProbeExports } from "../fixtures/probe-exports.ts";

const [component = "", transpiled = "", data = "", answers = "", times = "Infinity"] = process.argv.slice(2);
const manifest = parseManifest(`
  [component]
  id = "probe"
  version = "1.0.0"
  [permissions]
  storage = { access = "admin" }
`);
const backend = openLmdb({ path: data });
const loaded = await load<ProbeExports>(readFileSync(component), {
  host: await openHost({ backend: answers === "later" ? promised(backend, unevenPauses()) : backend }),
  manifest,
  cache: fileCache(transpiled),
});
const probe = await loaded.start();
for (let time = 0; time < Number(times); time++) {
  const count = await probe.call("probe.increment", "counter");
  writeSync(1, `${count}\n`); // written before the next call begins, whatever becomes of this process
}
await probe.stop();
backend.close();
