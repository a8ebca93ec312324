// `large-batches.ts ISOLATION`: has a component pass batches of 400 000 keys, and prints by how many megabytes the
// process grew.
import { openMemory } from "@airssys/backend/memory";
import { openHost, parseManifest } from "@airssys/host";
import { load } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { KEYVALUE_BATCH_COMPONENT, MEMORY_BYTES } from "../fixtures/keyvalue-batch-component.ts";

const component = await load(await parse(KEYVALUE_BATCH_COMPONENT), {
  host: openHost({ backend: openMemory() }),
  manifest: parseManifest(`
    [component]
    id = "batches"
    version = "1.0.0"
    [permissions]
    storage = { access = "read-only" }`),
  memoryBytesMax: MEMORY_BYTES,
  ...(process.argv[2] === "worker-threads" && { isolation: workerThreads() }),
});
const instance = await component.start();
await instance.call("getMany", 1, 0);
const before = process.resourceUsage().maxRSS;
for (let call = 0; call < 3; call++) {
  const [, problem] = (await instance.call("getMany", 400_000, 0)) as [number, string];
  if (!problem.includes("a batch has at most")) throw new Error(`it answered ${problem}`);
  await instance.call("getMany", 10_000, 0);
}
console.log(Math.round((process.resourceUsage().maxRSS - before) / 1_024));
await component.stop();
