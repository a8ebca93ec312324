import { existsSync, readFileSync } from "node:fs";
import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { type Component, load } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MANIFEST } from "../fixtures/probe-component.ts";
import { ChildWatch, cpuMs } from "./child-usage.ts";
import * as hostile from "./components.ts";
import { CANARY, Chance, MUTATIONS } from "./mutations.ts";

/**
 * True in the long form, `pnpm test:hostile`. Processor time means little on a machine that does other work at the same
 * time.
 */
const isLong = process.env.MODE === "hostile";

/** Number of components to try: `AIRSSYS_MUTATIONS`, or the default of the form. */
const COUNT = Number(process.env.AIRSSYS_MUTATIONS ?? (isLong ? 10_000 : 24));

/** First seed. Change it to try other components. */
const SEED = Number(process.env.AIRSSYS_SEED ?? 1);

const CPU_MAX_MS = 2_000;
const MEMORY_BYTES_MAX = 512 * 1_048_576;

const REAL = ["rust", "c"].map((name) => readFileSync(new URL(`real/${name}.wasm`, import.meta.url)));

function loaded(component: Uint8Array): Promise<Component> {
  const host = openHost({ backend: openMemory() });
  return load(component, { host, manifest: MANIFEST, isolation: workerThreads(), callTimeMaxMs: 1_000 });
}

async function runCall(loading: Promise<Component>): Promise<string> {
  try {
    await using component = await loading;
    await component.start();
    return "started";
  } catch (error) {
    if (error instanceof Error && "code" in error && /^(LoadError|CallError)$/.test(error.name))
      return `${error.name} ${error.code}`;
    throw error;
  }
}

describe("mutated components", () => {
  const watch = new ChildWatch();
  const outcomes = new Map<string, number>();
  let worst = { cpuMs: 0, memoryBytes: 0 };
  let sources: Uint8Array[];

  beforeAll(async () => {
    const written = await Promise.all([
      hostile.exportingInterface("a:b/c", "one", "two"),
      hostile.exportingResource("thing"),
      hostile.lowering(3),
      hostile.coreImporting("a", "b"),
    ]);
    sources = [...REAL, ...written];
  });

  afterAll(() => {
    watch.end();
    const counts = [...outcomes].sort().map(([outcome, count]) => `${outcome}: ${count}`);
    const most = `worst: ${worst.cpuMs} ms of processor time, ${Math.round(worst.memoryBytes / 1e6)} MB`;
    console.log(`${COUNT} changed components\n${counts.join("\n")}\n${most}`);
  });

  /**
   * Loads a component, and starts and ends it if it can be loaded. Returns how that ended, and the processor time of
   * loading alone.
   */
  async function tried(component: Uint8Array): Promise<{ outcome: string; cpuMs: number }> {
    const before = cpuMs() ?? 0;
    let spent = 0;
    const loading = loaded(component).finally(() => {
      spent = (cpuMs() ?? 0) - before;
    });
    return { outcome: await runCall(loading), cpuMs: spent };
  }

  it(
    `${COUNT} of them are loaded or refused with an error of ours, in bounded time and memory`,
    async () => {
      const kinds = Object.entries(MUTATIONS);
      for (let seed = SEED; seed < SEED + COUNT; seed++) {
        const chance = new Chance(seed);
        const [kind, mutate] = chance.of(kinds);
        const component = mutate(chance.of(sources), chance);
        const { outcome, ...loading } = await tried(component);
        const cost = { ...loading, memoryBytes: watch.takeBytesMax() };
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        worst = {
          cpuMs: Math.max(worst.cpuMs, cost.cpuMs),
          memoryBytes: Math.max(worst.memoryBytes, cost.memoryBytes),
        };
        expect(cost.memoryBytes, `${kind}, seed ${seed}`).toBeLessThan(MEMORY_BYTES_MAX);
        if (isLong) expect(cost.cpuMs, `${kind}, seed ${seed}`).toBeLessThan(CPU_MAX_MS);
        expect(existsSync(CANARY), `${kind}, seed ${seed}`).toBe(false);
        if (seed % 100 === 0) expect(await tried(sources[2] ?? new Uint8Array())).toMatchObject({ outcome: "started" });
      }
      expect(await tried(sources[2] ?? new Uint8Array())).toMatchObject({ outcome: "started" });
    },
    COUNT * 10_000,
  );
});
