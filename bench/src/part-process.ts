// One part of a suite in a process of its own: `part-process.ts SUITE PART SECONDS KEYS`. Sends its progress, then its
// report, to who started it.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { swallowedSoFar } from "./black-hole.ts";
import type { PartMessage } from "./part-message.ts";
import { PLACES } from "./places.ts";
import { SUITES } from "./suites/suites.ts";

const [name = "", part = "", seconds, keys] = process.argv.slice(2);
const send = (message: PartMessage) => process.send?.(message);

const suite = SUITES.get(name);
if (suite === undefined) throw new RangeError(`there is no suite ${name}`);
await mkdir(PLACES.cache, { recursive: true });
const folder = await mkdtemp(join(PLACES.cache, "data-"));
try {
  const context = {
    seconds: Number(seconds),
    keys: Number(keys),
    folder,
    progress: (doing: string) => send({ type: "progress", doing }),
  };
  const report = await suite.run(part, context);
  send({ type: "report", report, swallowed: swallowedSoFar() });
} finally {
  await rm(folder, { recursive: true });
}
process.disconnect?.();
