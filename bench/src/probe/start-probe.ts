import { type Host, parseManifest } from "@airssys/host";
import { type Instance, load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { PLACES } from "../places.ts";

/** What the component exports, as its WIT says. */
interface ProbeExports {
  getMany(first: number, count: number): number;
  setMany(first: number, count: number): void;
  getManyTyped(first: number, count: number): number;
  setManyTyped(first: number, count: number): void;
  nothing(): void;
}

export type Probe = Instance<ProbeExports>;

/** The keys that the component works on: calls that go on past them begin again. */
export const PROBE_KEYS = 1_000;

const MANIFEST = parseManifest(`
  [component]
  id = "probe"
  version = "1.0.0"
  [permissions]
  storage = { access = "admin" }
`);

/** Starts the component over a host. Started over several hosts, it runs the same modules and the same glue. */
export async function startProbe(component: Uint8Array, host: Host): Promise<Probe> {
  const loaded = await load<ProbeExports>(component, { host, manifest: MANIFEST, cache: fileCache(PLACES.transpiled) });
  return loaded.start();
}
