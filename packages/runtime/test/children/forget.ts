// `forget.ts COMPONENT TRANSPILED ISOLATION`: starts the probe in a thread or a process, calls it, and does not stop
// it.
import { readFileSync } from "node:fs";
import { openMemory } from "@airssys/backend/memory";
import { openHost, parseManifest } from "@airssys/host";
import { load } from "@airssys/runtime";
import { childProcesses, fileCache, workerThreads } from "@airssys/runtime/node";
import type { ProbeExports } from "../fixtures/probe-exports.ts";

const [component = "", transpiled = "", isolation = ""] = process.argv.slice(2);
const loaded = await load<ProbeExports>(readFileSync(component), {
  host: openHost({ backend: openMemory() }),
  manifest: parseManifest('[component]\nid = "probe"\nversion = "1.0.0"'),
  cache: fileCache(transpiled),
  isolation: isolation === "process" ? childProcesses() : workerThreads(),
});
const probe = await loaded.start();
console.log(await probe.call("greet", "you"));
