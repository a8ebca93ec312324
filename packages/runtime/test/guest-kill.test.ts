import { setTimeout as pause } from "node:timers/promises";
import type { Backend } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { type Host, openHost, openStore } from "@airssys/host";
import { CallError, type Instance, type Isolation, load } from "@airssys/runtime";
import { inForm } from "@airssys/test-kit/form";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { expect, it } from "vitest";
import { loadProbe, MANIFEST, probeBytes } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { cache } from "./fixtures/transpiled.ts";
import { APART } from "./isolations.ts";
import { KillableThreads } from "./killable-threads.ts";

/** Number of times that the thread of each writer is ended. Set `AIRSSYS_KILLS=1000` for a longer run. */
const KILLS = Number(process.env.AIRSSYS_KILLS ?? inForm({ quick: 5, long: 15 }));
const WRITERS = ["first", "second", "third"];
const KEYS_PER_CALL = 8;

it.each(APART)(
  `LMDB has what ${WRITERS.length} components were told that it has, and nothing else, when each is ended ${KILLS} times $where`,
  {
    timeout: 60_000 + KILLS * 6_000,
  },
  async ({ isolation }) => {
    const path = temporaryFolder();
    const backend = openLmdb({ path });
    const host = openHost({ backend });
    const bystander = await (await loadProbe(host)).start("bystander");
    const ends = new AbortController();
    const counted = countUntil(ends.signal, bystander);
    const writers = await Promise.all(WRITERS.map((id) => writeUnderFire(host, id, isolation)));
    ends.abort();

    expect(await bystander.call("probe.increment", "counter")).toBe((await counted) + 1);
    expect(bystander.traps).toBe(0);
    for (const writer of writers) expectKept(backend, writer);
    backend.close();
    const again = openLmdb({ path });
    for (const writer of writers) expectKept(again, writer);
    again.close();
  },
);

interface Written {
  readonly id: string;
  /** The acknowledged calls, by their key prefix. */
  readonly prefixes: readonly string[];
}

/** Writes in call after call until its thread was ended often enough; then once more, to see that nothing is stuck. */
async function writeUnderFire(host: Host<"sync">, id: string, isolation: Isolation): Promise<Written> {
  const threads = new KillableThreads(isolation);
  const component = await load<ProbeExports>(probeBytes(), { host, manifest: MANIFEST, cache, isolation: threads });
  const probe = await component.start(id);
  const prefixes: string[] = [];
  const write = async () => {
    const prefix = `call ${String(prefixes.length).padStart(6, "0")}/`;
    await probe.call("probe.setMany", prefix, KEYS_PER_CALL, 100);
    prefixes.push(prefix);
  };
  await write(); // on a busy machine it may be the only one that is acknowledged before the last end
  const firing = fire(threads);
  while (threads.kills < KILLS) await write().catch(expectKilled);
  await firing;
  await write();
  await write();
  expect(prefixes.length).toBeGreaterThan(2);
  await component.stop();
  return { id, prefixes };
}

/** Hits the middle of calls, and sometimes the start of the next guest. */
async function fire(threads: KillableThreads): Promise<void> {
  while (threads.kills < KILLS) {
    if (threads.kills % 5 > 0) await threads.started;
    // On a busy machine a call takes longer than 80 ms.
    await pause(Math.random() * (threads.kills % 5 === 4 ? 2_000 : 80));
    threads.kill();
  }
}

function expectKilled(error: unknown): void {
  expect(error).toBeInstanceOf(CallError);
  expect(error).toMatchObject({ code: "trapped", message: expect.stringContaining("the test has ended it") });
}

async function countUntil(signal: AbortSignal, probe: Instance<ProbeExports>): Promise<number> {
  let count = 0;
  while (!signal.aborted) {
    count = await probe.call("probe.increment", "counter");
    await pause(1);
  }
  return count;
}

/**
 * Checks that all keys of the acknowledged calls are there and no others, and that the namespace record counts exactly
 * these.
 */
function expectKept(backend: Backend<"sync">, { id, prefixes }: Written): void {
  const store = openStore({ backend }).open(`component:${id}`);
  const keys = prefixes.flatMap((prefix) =>
    Array.from({ length: KEYS_PER_CALL }, (_each, index) => `${prefix}${index}`),
  );
  expect([...store.keys()]).toEqual(keys);
  expect(store.verify()).toMatchObject({ faults: [] });
  expect(store.version()).toBe(prefixes.length);
}
