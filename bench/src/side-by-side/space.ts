import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { type KeySet, keySet } from "../key-set.ts";
import { type Figure, type FigureGroup, figureOf, type Report } from "../report.ts";
import { wanderer } from "../sampling.ts";
import type { Context } from "../suite.ts";
import { fillEngine, put } from "./fill-engine.ts";
import { MEASURED_ENGINES, type MeasuredEngine } from "./measured-engines.ts";
import { treeBytes } from "./tree-bytes.ts";
import { variedValues } from "./varied-values.ts";

/** Measures the room that engines take, and how long they take to open what they kept. */
export async function measureSpace(context: Context): Promise<Report> {
  const keys = keySet(context.keys, "component:alone:");
  const engines = MEASURED_ENGINES.filter(({ hasFiles }) => hasFiles);
  const figures: FigureGroup[] = [];
  for (const engine of engines) {
    context.progress(`${engine.name}: ${context.keys.toLocaleString("en")} keys`);
    figures.push({
      title: `${engine.name}: ${sizeOf(keys)} of keys and values`,
      figures: await spaceOf(engine, keys, context),
    });
  }
  return { groups: [], figures, notes: [] };
}

const CHURNS = 3;
const BATCH = 100;
const OPENS = 3;

async function spaceOf(engine: MeasuredEngine, keys: KeySet, { folder }: Context): Promise<Figure[]> {
  const place = join(folder, engine.name);
  await mkdir(place);
  const loading = await timeOf(engine, place, (backend) => fillEngine(backend, keys, variedValues()));
  const loaded = await treeBytes(place);
  const churning = await timeOf(engine, place, (backend) => churn(backend, keys));
  const churned = await treeBytes(place);
  return [
    figureOf("storing them in order, 1 000 in a commit", "ms", [loading]),
    figureOf("on the disk when they are stored", "MB", [loaded / 1e6]),
    figureOf(`overwriting each ${CHURNS} times, ${BATCH} random ones in a commit`, "ms", [churning]),
    figureOf("on the disk when they are overwritten", "MB", [churned / 1e6]),
    ...(await backupFigures(engine, place, folder)),
    figureOf("opening it, to the first get", "ms", await openings(engine, place, keys)),
  ];
}

/** Does some work on a store. It is closed afterwards, since some engines take space ahead while they are open. */
async function timeOf(
  engine: MeasuredEngine,
  place: string,
  work: (backend: Backend<"sync">) => unknown,
): Promise<number> {
  const backend = await engine.open(place);
  try {
    const begun = performance.now();
    await work(backend);
    return performance.now() - begun;
  } finally {
    await backend.close();
  }
}

async function openings(engine: MeasuredEngine, place: string, keys: KeySet): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < OPENS; turn++) {
    const begun = performance.now();
    const backend = await engine.open(place);
    backend.get(keys.engineKey(0));
    times.push(performance.now() - begun);
    await backend.close();
  }
  return times;
}

function churn(backend: Backend<"sync">, { count, engineKey }: KeySet): void {
  const [next, value] = [wanderer(count), variedValues()];
  for (let turn = 0; turn < count * CHURNS; turn += BATCH) {
    const writes = Array.from({ length: BATCH }, () => put(engineKey(next()), value()));
    backend.commit({ checks: [], writes });
  }
  backend.flush();
}

/** Measures a backup. That of LMDB or RocksDB has current entries alone: its size tells how much of a store is old. */
async function backupFigures(engine: MeasuredEngine, place: string, folder: string): Promise<Figure[]> {
  const path = join(folder, `${engine.name} backup`);
  let canBackUp = false;
  const milliseconds = await timeOf(engine, place, async (backend) => {
    canBackUp = backend.backup !== undefined;
    await backend.backup?.({ path });
  });
  if (!canBackUp) return [];
  const size = (await treeBytes(path)) / 1e6;
  return [figureOf("a backup", "ms", [milliseconds]), figureOf("the backup", "MB", [size])];
}

function sizeOf({ count, enginePrefix }: KeySet): string {
  return `${((count * (enginePrefix.length + KEY_BYTES + VALUE_BYTES)) / 1e6).toFixed(1)} MB`;
}

const KEY_BYTES = 24;
const VALUE_BYTES = 100;
