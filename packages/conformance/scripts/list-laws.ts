/** Prints components/laws.json: what the components list, with the names of the WIT. */
import { fileURLToPath } from "node:url";
import { fileCache } from "@airssys/runtime/node";
import { readComponent } from "../src/judge/components.ts";
import { listLaws } from "../src/judge/judge-host.ts";
import { JUDGED_INTERFACES, neededFor } from "../src/law/interfaces.ts";
import type { Law } from "../src/law/law.ts";
import { openReferenceHost } from "../src/reference/reference-host.ts";

/** The tests transpile the same components afterwards. */
const cache = fileCache(fileURLToPath(new URL("../../../.cache/transpiled", import.meta.url)));

await using host = await openReferenceHost({ cache });
const interfaces: unknown[] = [];
for (const name of JUDGED_INTERFACES) {
  const laws = await listLaws(host, await readComponent(name), name);
  const entry = { name, component: `${name}.wasm`, needs: neededFor(name), "wait-seconds": sumWaits(laws) };
  interfaces.push({ ...entry, laws: laws.map(named) });
}
process.stdout.write(`${JSON.stringify(interfaces, null, 2)}\n`);

function sumWaits(laws: readonly Law[]): number {
  const waits = laws.flatMap(({ plan }) => plan).map((step) => (step.tag === "wait" ? step.val : 0));
  return waits.reduce((sum, seconds) => sum + seconds, 0);
}

/** The one member with a name of two words. Quotas are the only numbers of 64 bits there, and small. */
function named(law: Law): unknown {
  const roles = law.roles.map(({ quotaBytes, ...role }) => ({ ...role, "quota-bytes": Number(quotaBytes) }));
  return { ...law, roles };
}
