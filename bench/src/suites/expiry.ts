import { join } from "node:path";
import { openHost } from "@airssys/host";
import { swallow } from "../black-hole.ts";
import { type Comparison, comparison, measureAll } from "../comparison.ts";
import { ENGINES, openEngine } from "../engines.ts";
import type { Case } from "../measure.ts";
import { type Figure, figureOf } from "../report.ts";
import type { Context, Suite } from "../suite.ts";
import { VALUE } from "../value.ts";

/** Measures the cost, for a component and on the disk, of expired entries that are still stored. */
export const expiry: Suite = {
  title: "expiry: calls in a namespace full of expired entries, against the same one without them",
  parts: ENGINES,
  async run(engine, context) {
    const fresh = openNamespace(engine, join(context.folder, "fresh"), 0, context);
    const old = openNamespace(engine, join(context.folder, "old"), context.keys, context);
    const groups = await measureAll(comparisons(fresh, old, context.keys), context);
    for (const { close } of [fresh, old]) close();
    return {
      groups,
      figures: engine === "lmdb" ? [{ title: "size of the file", figures: [diskAfterAnHour(context)] }] : [],
      notes: [],
    };
  },
};

const COMPONENT_ID = "bench";
const LIVE_KEYS = 1_000;
const START = 1_767_225_600_000;
const AIM = { type: "time-at-most", ratio: 1.2 } as const;

/** The imports of a component whose namespace holds live keys, and others that have expired. */
interface Namespace {
  readonly operations: Readonly<Record<string, (turn: number) => unknown>>;
  close(): void;
}

function openNamespace(engine: string, folder: string, expired: number, { progress }: Context): Namespace {
  let now = START;
  const backend = openEngine(engine, folder);
  const limits = { callKeysMax: 1_000_000, callBytesMax: 1_000_000_000 };
  const host = openHost({ backend, limits, keysMax: 100_000_000, clock: () => now });
  const binding = host.bind(COMPONENT_ID, { access: "admin", quotaBytes: 10_000_000_000 });
  const storage = binding.imports["airssys:wasm/storage"];
  const { storageRange } = binding.imports["airssys:wasm/storage-ranges"];
  const { storageSetWithTtl } = binding.imports["airssys:wasm/storage-ttl"];
  const { storageUsage } = binding.imports["airssys:wasm/storage-usage"];
  inCalls(LIVE_KEYS, (index) => storage.storageSet(`a/${index}`, VALUE));
  inCalls(expired, (index) => storageSetWithTtl(`b/${index}`, VALUE, 1n));
  now += 2_000;
  storageUsage(); // counts what has expired, once

  function inCalls(count: number, work: (index: number) => unknown): void {
    for (let start = 0; start < count; start += SETS_PER_CALL) {
      progress(`storing ${count.toLocaleString("en")} keys, ${start.toLocaleString("en")} done`);
      binding.begin();
      for (let index = start; index < Math.min(count, start + SETS_PER_CALL); index++) work(index);
      binding.commit();
    }
  }

  const key = (turn: number) => `a/${turn % LIVE_KEYS}`;
  return {
    operations: {
      has: (turn) => storage.storageHas(key(turn)),
      "set of a key that is there": (turn) => storage.storageSet(key(turn), VALUE),
      "set of a new key": (turn) => storage.storageSet(`c/${turn}`, VALUE),
      usage: () => storageUsage(),
      "range with a limit of 1": () => storageRange({}, { reverse: false, limit: 1 }, undefined),
      "a call with a get and a set": (turn) => {
        binding.begin();
        storage.storageGet(key(turn));
        storage.storageSet(key(turn), VALUE);
        binding.commit();
      },
    },
    close: () => backend.close(),
  };
}

const SETS_PER_CALL = 10_000;

function comparisons(fresh: Namespace, old: Namespace, expired: number): Comparison[] {
  const names = { without: "without", with: `with ${expired.toLocaleString("en")} expired` };
  return Object.entries(fresh.operations).map(([title, without]) => {
    const cases = [caseOf(names.without, without), caseOf(names.with, old.operations[title] as typeof without)];
    return comparison(title, cases, { [names.with]: AIM });
  });
}

function caseOf(name: string, operation: (turn: number) => unknown): Case {
  let turn = 0;
  return {
    name,
    operationsPerSample: 1,
    sample: () => swallow(operation(turn++) === undefined ? 0 : 1),
  };
}

/**
 * Fills a quota with entries that expire after a second, writes more of them for an hour of a simulated clock, and
 * tells the size of the file as a multiple of the quota. Keys and values are as small as the default limit of keys
 * lets them be.
 */
function diskAfterAnHour({ folder, progress }: Context): Figure {
  let now = START;
  const backend = openEngine("lmdb", join(folder, "hour"));
  const host = openHost({ backend, clock: () => now });
  const binding = host.bind("x".repeat(64), { access: "read-write", quotaBytes: QUOTA_BYTES });
  const { storageSetWithTtl } = binding.imports["airssys:wasm/storage-ttl"];
  const value = new Uint8Array(QUOTA_BYTES / KEYS - KEY_CHARACTERS);
  let written = 0;
  for (let second = 0; second < 3_600; second++) {
    if (second % 60 === 0) progress(`writing entries that expire, minute ${second / 60} of 60`);
    // The first second fills the quota. From then on each write reclaims what it needs, and no more.
    for (let calls = second === 0 ? KEYS / KEYS_PER_CALL : 1; calls > 0; calls--) {
      binding.begin();
      for (let index = 0; index < KEYS_PER_CALL; index++) {
        storageSetWithTtl(String(written++).padStart(KEY_CHARACTERS, "0"), value, 1n);
      }
      binding.commit();
    }
    now += 1_000;
  }
  const { bytesOnDisk = Number.NaN } = backend.stats();
  backend.close();
  return figureOf("file after an hour of ttls of a second, as a multiple of the quota", "times", [
    bytesOnDisk / QUOTA_BYTES,
  ]);
}

const QUOTA_BYTES = 1_000_000;
/** As many as a quota of this size allows by default. */
const KEYS = QUOTA_BYTES / 50;
const KEY_CHARACTERS = 12;
const KEYS_PER_CALL = 500;
