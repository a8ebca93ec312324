// `orphan.ts COMPONENT TRANSPILED`: lets a guest compute for ever in a process of its own, and prints when it has
// begun.
import { readFileSync } from "node:fs";
import { openMemory } from "@airssys/backend/memory";
import { openHost, parseManifest } from "@airssys/host";
import { load } from "@airssys/runtime";
import { childProcesses, fileCache } from "@airssys/runtime/node";
import type { ProbeExports } from "../fixtures/probe-exports.ts";

const [component = "", transpiled = ""] = process.argv.slice(2);
const loaded = await load<ProbeExports>(readFileSync(component), {
  host: openHost({ backend: openMemory() }),
  manifest: parseManifest(
    '[component]\nid = "probe"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "admin" }',
  ),
  cache: fileCache(transpiled),
  isolation: childProcesses({ sparesMax: 0 }),
  callTimeMaxMs: 600_000,
});
const probe = await loaded.start();
setTimeout(() => console.log("at work"), 500);
await probe.call("probe.setThen", "key", "value", "loop for ever");
