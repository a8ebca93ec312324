import { join } from "node:path";
import { componentize } from "@airssys/componentize";
import { type Host, openHost, parseManifest } from "@airssys/host";
import { type Instance, load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { swallow } from "../black-hole.ts";
import { countingHost } from "../collections/counting-host.ts";
import { type Comparison, comparison, measureAll } from "../comparison.ts";
import { openEngine } from "../engines.ts";
import type { Case } from "../measure.ts";
import { PLACES } from "../places.ts";
import { type Figure, figureOf, type Report } from "../report.ts";
import { type Context, isThorough, type Suite } from "../suite.ts";

/** What the component exports, as its WIT says. */
interface CollectionsExports {
  readonly work: {
    fill(what: string, first: number, count: number): void;
    act(operation: string, first: number, count: number): number;
    clear(): void;
  };
}

type Collections = Instance<CollectionsExports>;

/** What collections cost a component: the time of each operation, its host calls, and the bytes of an entry. */
export const collections: Suite = {
  title: "collections: operations of collections inside of a component, against Storage with the same values",
  parts: ["memory", "lmdb"],
  async run(engine, context): Promise<Report> {
    context.progress("building the component");
    const component = await build();
    const backend = openEngine(engine, context.folder);
    const counting = countingHost(openHost({ backend, limits: { callKeysMax: 10 * TREE_ENTRIES } }));
    const instance = await start(component, counting.host);
    const bytes = await bytesOfEntries(instance, context);
    const calls = await callsOfOperations(instance, counting.calls);
    const groups = await measureAll(operations(instance, engine), context);
    groups.push(...(await measureAll([walks(instance, engine)], await filled(instance, context, 10_000))));
    const trees = await filled(instance, context, isThorough(context) ? TREE_ENTRIES : 10_000, "TreeMap");
    groups.push(...(await measureAll([nearest(instance, engine, trees.entries)], context)));
    await instance.stop();
    backend.close();
    const figures = [
      { title: `host calls of an operation, ${engine}`, figures: calls },
      { title: `stored bytes of an entry, ${engine}`, figures: bytes },
    ];
    return { groups, figures: engine === "memory" ? figures : [], notes: [] };
  },
};

const ENTRIES = 1_000;
const TREE_ENTRIES = 100_000;
/** Operations of one call of the export. */
const PER_CALL = 100;

const READS = [
  "Storage.get",
  "StorageMap.get",
  "StorageMap.has",
  "MapOf.get.get",
  "IndexedMap.index.get",
  "TreeMap.floor",
  "StorageSet.has",
  "StorageVector.at",
  "Cell.get",
];
const WRITES = [
  "Storage.set",
  "StorageMap.set",
  "IndexedMap.set",
  "StorageSet.add",
  "StorageVector.set",
  "MultiMap.add",
  "Counter.increment",
];
const PAIRS = ["StorageVector.push and pop", "StorageQueue.push and shift", "PriorityQueue.push and shift"];
const KINDS = [
  "Storage",
  "StorageMap",
  "TreeMap",
  "IndexedMap",
  "StorageSet",
  "StorageVector",
  "StorageQueue",
  "PriorityQueue",
  "MultiMap",
  "MapOf",
  "Counter",
  "Cell",
];

const MANIFEST = parseManifest(`
  [component]
  id = "collections"
  version = "1.0.0"
  [permissions]
  storage = { access = "admin", max-size = "500MB" }
`);

async function build(): Promise<Uint8Array> {
  const { component } = await componentize({
    entry: PLACES.collectionsEntry,
    wit: PLACES.collectionsWit,
    conditions: ["@airssys/source"],
    cacheFolder: join(PLACES.cache, "components"),
  });
  return component;
}

async function start(component: Uint8Array, host: Host): Promise<Collections> {
  const cache = fileCache(PLACES.transpiled);
  const loaded = await load<CollectionsExports>(component, { host, manifest: MANIFEST, cache });
  return loaded.start();
}

async function fill(instance: Collections, what: string, count: number, begin = 0): Promise<void> {
  for (let first = begin; first < count; first += PER_CALL) {
    await instance.call("work.fill", what, first, Math.min(PER_CALL, count - first));
  }
}

/** Each kind by itself, and then all of them together, as the operations need them. */
async function bytesOfEntries(instance: Collections, context: Context): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of KINDS) {
    context.progress(`filling ${kind}`);
    const before = (await instance.usage()).usedBytes;
    await fill(instance, kind, ENTRIES);
    const added = (await instance.usage()).usedBytes - before;
    const bytes = added / (kind === "Counter" || kind === "Cell" ? 1 : ENTRIES);
    figures.push(figureOf(kind, "B", [bytes]));
  }
  return figures;
}

async function callsOfOperations(instance: Collections, calls: () => number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const operation of [...READS, ...WRITES, ...PAIRS, "TreeMap.range of 100", "all of StorageMap"]) {
    const before = calls();
    await instance.call("work.act", operation, 0, 1);
    figures.push(figureOf(operation, "calls", [calls() - before]));
  }
  return figures;
}

function operations(instance: Collections, engine: string): Comparison[] {
  const titled = (what: string) => `${what}, ${PER_CALL} in one call, ${engine}`;
  const casesOf = (names: readonly string[]) => names.map((name) => acts(instance, name, PER_CALL, ENTRIES));
  return [
    comparison(titled("reading one of 1 000"), casesOf(READS)),
    comparison(titled("writing one of 1 000"), casesOf(WRITES)),
    comparison(titled("adding one and taking one"), casesOf(PAIRS)),
  ];
}

function walks(instance: Collections, engine: string): Comparison {
  const names = ["all of Storage", "all of StorageMap", "all keys of StorageMap", "all of StorageVector"];
  const cases = names.map((name) => acts(instance, name, 1, 1));
  return comparison(`10 000 entries, all of them in one call, ${engine}`, cases);
}

function nearest(instance: Collections, engine: string, entries: number): Comparison {
  const cases = [
    acts(instance, "TreeMap.range of 100", 10, entries - 1_000, 7_919),
    acts(instance, "TreeMap.floor", PER_CALL, entries - 1_000, 7_919),
  ];
  return comparison(`a TreeMap of ${entries.toLocaleString("en")} entries, ${engine}`, cases);
}

/** Stores so many entries, unless a first impression is wanted. */
async function filled(
  instance: Collections,
  context: Context,
  entries: number,
  ...kinds: readonly string[]
): Promise<Context & { readonly entries: number }> {
  for (const kind of kinds.length === 0 ? ["Storage", "StorageMap", "StorageVector"] : kinds) {
    context.progress(`filling ${kind} with ${entries} entries`);
    await fill(instance, kind, entries, ENTRIES);
  }
  return { ...context, entries };
}

/** Calls of so many operations each, on the entries that follow, or on those so far behind. */
function acts(instance: Collections, name: string, count: number, entries: number, stride = count): Case {
  let first = 0;
  return {
    name,
    operationsPerSample: count,
    async sample() {
      swallow(await instance.call("work.act", name, first, count));
      first = (first + stride) % Math.max(1, entries);
      if (first + count > entries) first = 0;
    },
  };
}
