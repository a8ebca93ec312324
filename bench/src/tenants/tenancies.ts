import { type Host, parseManifest } from "@airssys/host";
import { CALL_KEYS_MAX } from "@airssys/protocol";
import { type Component, type Instance, type Isolation, load } from "@airssys/runtime";
import { childProcesses, workerThreads } from "@airssys/runtime/node";
import { type HonestExports, type HostileExports, honestComponent, hostileComponent } from "./tenant-components.ts";

/** An isolation as an embedder would set it up for many tenants, and what SECURITY.md promises of it. */
export interface Tenancy {
  readonly name: string;
  /** Of honest tenants; `undefined`: the thread that calls. */
  readonly honest: Isolation | undefined;
  /** Of the hostile one. */
  readonly hostile: Isolation | undefined;
  /** Attacks that nothing is promised against: their calls would not end, or take what they like. */
  readonly notPromised: ReadonlySet<keyof HostileExports>;
}

const INSTANCES_PER_PROCESS = 10;

/** By the names of their parts, made when they are asked for. */
export const TENANCIES: ReadonlyMap<string, () => Tenancy> = new Map([
  [
    "this-thread",
    () => ({
      name: "this thread",
      honest: undefined,
      hostile: undefined,
      notPromised: new Set<keyof HostileExports>(["loop", "longKeys"]),
    }),
  ],
  ["worker-threads", () => isolated("worker threads", workerThreads(), workerThreads())],
  [
    "child-processes",
    () =>
      isolated(
        `child processes, ${INSTANCES_PER_PROCESS} honest tenants in each`,
        childProcesses({ instancesPerProcess: INSTANCES_PER_PROCESS, sparesMax: 0 }),
        childProcesses(),
      ),
  ],
]);

/** Longest that a call may take where it can be ended, in milliseconds. */
const CALL_TIME_MAX_MS = 2_000;

/** Tenants of one component each, of which all but the last are honest. */
export interface Tenants {
  readonly honest: readonly Instance<HonestExports>[];
  readonly hostile: Instance<HostileExports>;
}

/** Tenants that are loaded and not started yet. */
export interface LoadedTenants {
  /** Starts all at once. Those that failed are counted and left out. */
  startAll(): Promise<{ tenants: Tenants; failed: number }>;
  stop(): Promise<void>;
}

/**
 * Loads two honest components for half of the honest tenants each, with values of 100 B and of 1 KB, and the hostile
 * one.
 */
export async function loadTenants(host: Host, tenancy: Tenancy, honestCount: number): Promise<LoadedTenants> {
  const components = [
    await loadFor<HonestExports>(await honestComponent(100), host, tenancy.honest),
    await loadFor<HonestExports>(await honestComponent(1_000), host, tenancy.honest),
  ] as const;
  const hostile = await loadFor<HostileExports>(await hostileComponent(CALL_KEYS_MAX), host, tenancy.hostile);
  return {
    async startAll() {
      const numbers = Array.from({ length: honestCount }, (_, number) => number);
      const startingHostile = hostile.start("hostile");
      const outcomes = await Promise.allSettled(
        numbers.map((number) => components[number % 2 === 0 ? 0 : 1].start(`tenant-${number}`)),
      );
      const started = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
      return {
        tenants: { honest: started, hostile: await startingHostile },
        failed: honestCount - started.length,
      };
    },
    async stop() {
      for (const component of [...components, hostile]) await component.stop();
    },
  };
}

const MANIFEST = parseManifest(`
  [component]
  id = "tenant"
  version = "1.0.0"
  [permissions]
  storage = { access = "read-write", max-size = "100MB" }
`);

function loadFor<Exports>(
  bytes: Uint8Array,
  host: Host,
  isolation: Isolation | undefined,
): Promise<Component<Exports>> {
  const options = isolation === undefined ? {} : { isolation, callTimeMaxMs: CALL_TIME_MAX_MS };
  return load<Exports>(bytes, { host, manifest: MANIFEST, ...options });
}

function isolated(name: string, honest: Isolation, hostile: Isolation): Tenancy {
  return { name, honest, hostile, notPromised: new Set<keyof HostileExports>() };
}
