import { join } from "node:path";
import { openStore } from "@airssys/host";
import { measureAll } from "../comparison.ts";
import { openAtOnce } from "../comparisons/at-once.ts";
import { growthComparisons } from "../comparisons/growth.ts";
import { type Pair, pointComparisons } from "../comparisons/points.ts";
import { rangeComparisons } from "../comparisons/ranges.ts";
import { embeddedStore } from "../embedded-store.ts";
import { ENGINES, openEngine } from "../engines.ts";
import { fill } from "../fill.ts";
import { keySet } from "../key-set.ts";
import { openRaw } from "../raw/open-raw.ts";
import type { Context, Suite } from "../suite.ts";

/**
 * What namespaces, quotas, versions, expiry and checks cost an embedder beyond the bare engine, over keys in random
 * order.
 */
export const store: Suite = {
  title: "store: openStore, against its bare engine",
  parts: ENGINES,
  async run(engine, context) {
    const many = openPair(engine, context.keys, join(context.folder, "many"), context);
    const points = await measureAll([...pointComparisons(many), ...rangeComparisons(many)], context);
    const few = openPair(engine, FEW_KEYS, join(context.folder, "few"), context);
    const growth = await measureAll(growthComparisons(few, many), context);
    const together = many.isDurable ? await measureAtOnce(context) : [];
    for (const pair of [many, few]) await pair.close();
    return { groups: [...points, ...together, ...growth], notes: NOTES[engine] ?? [] };
  },
};

const FEW_KEYS = 1_000;
const NAMESPACE = "app:bench";

const NOTES: Readonly<Record<string, readonly string[]>> = {
  lmdb: [
    "lmdb is given ready-made bytes as keys; the store is given strings, checks them and encodes them, and hands out strings",
    "lmdb's own put answers when a commit is visible; the store answers when it is on the disk",
  ],
  memory: [
    "sorted-btree hands out the object that was put in and has no transactions; the store does what it does over a disk",
  ],
};

interface OpenPair extends Pair {
  close(): Promise<void>;
}

/** Opens the store and its bare engine with the same keys in both. */
function openPair(engine: string, count: number, folder: string, context: Context): OpenPair {
  const keys = keySet(count, `${NAMESPACE}:`);
  const backend = openEngine(engine, folder);
  const raw = openRaw(engine, folder, keys);
  const embedded = embeddedStore(openStore({ backend }).open(NAMESPACE), keys);
  const pair = { raw, store: embedded, count, isDurable: backend.capabilities.durable };
  fill(pair, keys, context);
  return {
    ...pair,
    async close() {
      backend.close();
      await raw.close();
    },
  };
}

async function measureAtOnce(context: Context) {
  const { comparison, close } = openAtOnce(context.folder);
  const groups = await measureAll([comparison], context);
  await close();
  return groups;
}
