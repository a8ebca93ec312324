import { openHost } from "@airssys/host";
import { type Comparison, comparison, measureAll } from "../comparison.ts";
import { openEngine } from "../engines.ts";
import { type HostImports, hostImports } from "../host-imports.ts";
import { keySet } from "../key-set.ts";
import type { Case } from "../measure.ts";
import { type DenoKv, openDenoKv } from "../peers/deno-kv.ts";
import { type DurableObject, openDurableObject } from "../peers/durable-object.ts";
import { installPeers } from "../peers/install-peers.ts";
import { PeerError } from "../peers/peer-error.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { PROBE_BYTES, PROBE_KEYS, type Probe, startProbe } from "../probe/probe.ts";
import type { Suite } from "../suite.ts";

/**
 * What others offer who keep data for code that is not trusted with a disk, on the same disk. They are installed when
 * they are wanted.
 */
export const peers: Suite = {
  title: "peers: a component's durable storage, against @deno/kv and Durable Objects in miniflare",
  parts: ["lmdb"],
  isExtra: true,
  prepare: installPeers,
  async run(engine, context) {
    const backend = openEngine(engine, context.folder);
    const host = openHost({ backend });
    const probe = await startProbe(await buildProbe(context.progress), host);
    const imports = hostImports(host, "alone", keySet(PROBE_KEYS, ""));
    context.progress("starting @deno/kv and miniflare");
    const missing: string[] = [];
    const unlessMissing = async <T>(opening: Promise<T>): Promise<T | undefined> => {
      try {
        return await opening;
      } catch (error) {
        if (!(error instanceof PeerError)) throw error;
        missing.push(error.message);
        return undefined;
      }
    };
    const kv = await unlessMissing(openDenoKv(context.folder, keySet(PROBE_KEYS, "")));
    const object = await unlessMissing(openDurableObject(context.folder, PROBE_KEYS));
    const sides: Sides = { probe, imports, kv, object };
    await fillAll(sides);
    const groups = await measureAll(comparisons(sides), context);
    await probe.stop();
    backend.close();
    kv?.close();
    await object?.close();
    return { groups, notes: [...missing, ...NOTES] };
  },
};

const NOTES = [
  "durable here: LMDB's pages and then the page that makes them count are on the disk, by fdatasync and a synchronous write",
  "durable in @deno/kv: SQLite's log of the transaction is on the disk, by one fsync for each",
  "durable in a Durable Object: the same, and the answer to a request is held back until then; puts without a sync between them share one",
  "a component and @deno/kv are in the process that asks; a Durable Object is in another, behind HTTP: look at a request that does nothing",
];

interface Sides {
  readonly probe: Probe;
  readonly imports: HostImports;
  /** `undefined` where they do not run. */
  readonly kv: DenoKv | undefined;
  readonly object: DurableObject | undefined;
}

const TOGETHER = 10;
const MANY = 1_000;
const SYNCED = 20;

async function fillAll({ probe, imports, kv, object }: Sides): Promise<void> {
  await probe.call("work.setEach", PROBE_BYTES, 0, PROBE_KEYS);
  imports.inTransaction((points) => {
    for (let index = 0; index < PROBE_KEYS; index++) points.set(index);
  });
  for (let first = 0; first < PROBE_KEYS; first += FILLED_TOGETHER) {
    await kv?.setTogether(first, FILLED_TOGETHER);
    await object?.request("put", first, FILLED_TOGETHER);
  }
}

/** As many as a Durable Object takes in one put, and less than an atomic operation of @deno/kv may write. */
const FILLED_TOGETHER = 100;

function comparisons({ probe, imports, kv, object }: Sides): Comparison[] {
  const callSets = (count: number) => (first: number) => probe.call("work.setEach", PROBE_BYTES, first, count);
  const callGets = (count: number) => (first: number) => probe.call("work.getEach", PROBE_BYTES, first, count);
  const importSets = (count: number) => (first: number) =>
    imports.inTransaction((points) => {
      for (let index = first; index < first + count; index++) points.set(index % PROBE_KEYS);
    });
  return [
    comparison("one set of 100 B, durable", [
      operation("component: a call with one set", 1, callSets(1)),
      operation("imports without a component", 1, importSets(1)),
      ...unlessUndefined(kv, (each) => operation("@deno/kv: set", 1, (first) => each.set(first))),
      ...unlessUndefined(object, (each) =>
        operation("Durable Object: a request with one put", 1, (first) => each.request("put", first, 1)),
      ),
      ...unlessUndefined(object, (each) =>
        operation(`Durable Object: put and sync, ${SYNCED} in one request`, SYNCED, (first) =>
          each.request("synced-puts", first, SYNCED),
        ),
      ),
    ]),
    comparison(`${TOGETHER} sets of 100 B in one transaction, durable, for each set`, [
      operation(`component: a call with ${TOGETHER} sets`, TOGETHER, callSets(TOGETHER)),
      operation("imports without a component", TOGETHER, importSets(TOGETHER)),
      ...unlessUndefined(kv, (each) =>
        operation("@deno/kv: atomic", TOGETHER, (first) => each.setTogether(first, TOGETHER)),
      ),
      ...unlessUndefined(object, (each) =>
        operation(`Durable Object: a request with one put of ${TOGETHER}`, TOGETHER, (first) =>
          each.request("put", first, TOGETHER),
        ),
      ),
    ]),
    comparison("get of 100 B", [
      operation(`component: ${MANY} in one call`, MANY, callGets(MANY)),
      operation("imports without a component", MANY, (first) => {
        for (let index = first; index < first + MANY; index++) imports.get(index % PROBE_KEYS);
      }),
      ...unlessUndefined(kv, (each) => operation("@deno/kv: get", 1, (first) => each.get(first))),
      ...unlessUndefined(object, (each) =>
        operation(`Durable Object: ${MANY} in one request`, MANY, (first) => each.request("gets", first, MANY)),
      ),
    ]),
    comparison("one get of 100 B, as the program sees it that asks", [
      operation("component: a call with one get", 1, callGets(1)),
      ...unlessUndefined(kv, (each) => operation("@deno/kv: get", 1, (first) => each.get(first))),
      ...unlessUndefined(object, (each) =>
        operation("Durable Object: a request with one get", 1, (first) => each.request("gets", first, 1)),
      ),
    ]),
    comparison("nothing, as the program sees it that asks", [
      operation("component: a call", 1, () => probe.call("work.nothing")),
      ...unlessUndefined(object, (each) =>
        operation("Durable Object: a request", 1, () => each.request("nothing", 0, 0)),
      ),
    ]),
  ];
}

function operation(name: string, operationsPerSample: number, run: (first: number) => unknown): Case {
  let first = 0;
  return {
    name,
    operationsPerSample,
    async sample() {
      first = (first + operationsPerSample) % PROBE_KEYS;
      await run(first);
    },
  };
}

function unlessUndefined<T>(side: T | undefined, caseOf: (side: T) => Case): Case[] {
  return side === undefined ? [] : [caseOf(side)];
}
