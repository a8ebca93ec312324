import { type Host, parseManifest } from "@airssys/host";
import { type Component, type Instance, type LoadOptions, load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { PLACES } from "../places.ts";

/** What the component exports, as its WIT says. */
export interface ProbeExports {
  readonly work: {
    getEach(size: number, first: number, count: number): number;
    setEach(size: number, first: number, count: number): void;
    getEachTyped(first: number, count: number): number;
    setEachTyped(first: number, count: number): void;
    getTogether(batch: number): number;
    setTogether(batch: number): void;
    readRange(count: number): number;
    nothing(): void;
  };
}

export type Probe = Instance<ProbeExports>;

/** The keys that the component works on, of each size of values: calls that go on past them begin again. */
export const PROBE_KEYS = 1_000;

/** Keys of one batch, of which there are `PROBE_KEYS / PROBE_BATCH`. */
export const PROBE_BATCH = 100;

/** The size of values where nothing else is said, in bytes. */
export const PROBE_BYTES = 100;

const MANIFEST = parseManifest(`
  [component]
  id = "probe"
  version = "1.0.0"
  [permissions]
  storage = { access = "admin", max-size = "500MB" }
`);

/** Loads the component for a host. Loaded for several, it runs the same modules and the same glue. */
export function loadProbe(
  component: Uint8Array,
  host: Host,
  options: Pick<LoadOptions, "cache" | "isolation"> = {},
): Promise<Component<ProbeExports>> {
  const cache = fileCache(PLACES.transpiled);
  return load<ProbeExports>(component, { host, manifest: MANIFEST, cache, ...options });
}

/** Starts a single instance over a host. */
export async function startProbe(component: Uint8Array, host: Host): Promise<Probe> {
  return (await loadProbe(component, host)).start();
}

/** Starts instances until there are so many, under ids and so with namespaces of their own. */
export async function startProbes(component: Component<ProbeExports>, count: number, begun = 0): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (let number = begun; number < count; number++) probes.push(await component.start(`probe-${number}`));
  return probes;
}
