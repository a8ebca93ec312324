import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { openStore } from "@airssys/host";
import type { Comparison } from "../comparison.ts";
import { openEngine } from "../engines.ts";
import { keySet } from "../key-set.ts";
import type { Case } from "../measure.ts";
import { type LmdbEnvironment, openLmdbEnvironment } from "../raw/lmdb-environment.ts";
import { lmdbWriter } from "../raw/lmdb-writers.ts";
import { VALUE } from "../value.ts";
import { allAtOnce } from "./all-at-once.ts";

/**
 * Namespaces that commit at the same time, over one lmdb, against as many puts in flight and against one commit after
 * the other.
 */
export interface AtOnce {
  readonly comparison: Comparison;
  close(): Promise<void>;
}

/** Prepares the comparison in a folder of its own. */
export function openAtOnce(folder: string): AtOnce {
  const backend = openEngine("lmdb", join(folder, "at-once"));
  const environment = openLmdbEnvironment(join(folder, "at-once", "raw"));
  const comparison: Comparison = {
    cases: [...rawCases(environment), ...storeCases(backend)],
    tables: [
      { title: `${WRITERS} namespaces at once, lmdb`, rows: [PUT, PUT_FLUSHED, GROUPED], aims: { [GROUPED]: PUT_AIM } },
      { title: `${WRITERS} namespaces, lmdb`, rows: [SEQUENTIAL, GROUPED], aims: { [GROUPED]: SEQUENTIAL_AIM } },
    ],
  };
  return {
    comparison,
    async close() {
      backend.close();
      await environment.root.close();
    },
  };
}

const WRITERS = 64;
const KEYS_EACH = 100;
const PUT = `lmdb: put, ${WRITERS} in flight, visible`;
const PUT_FLUSHED = `lmdb: put, ${WRITERS} in flight, each on the disk`;
const GROUPED = "store: openGrouped";
const SEQUENTIAL = "store: one commit after the other";
const PUT_AIM = { type: "rate-at-least", ratio: 0.6 } as const;
const SEQUENTIAL_AIM = { type: "rate-at-least", ratio: 5 } as const;

const TENANTS = Array.from({ length: WRITERS }, (_, number) => `app:tenant-${String(number).padStart(2, "0")}`);

function rawCases(environment: LmdbEnvironment): Case[] {
  const writers = TENANTS.map((name) => lmdbWriter(environment, keySet(KEYS_EACH, `${name}:`)));
  const puts = writers.map(({ put }) => put);
  const putsFlushed = writers.map(({ putFlushed }) => putFlushed);
  // What is visible has to reach the disk before the next case begins.
  return [
    allAtOnce(PUT, puts, KEYS_EACH, async () => void (await environment.root.flushed)),
    allAtOnce(PUT_FLUSHED, putsFlushed, KEYS_EACH),
  ];
}

function storeCases(backend: Backend<"sync">): Case[] {
  const namespaces = openStore({ backend });
  const keys = keySet(KEYS_EACH, "");
  const setters = TENANTS.map((name) => {
    const grouped = namespaces.openGrouped(name);
    return (index: number) => grouped.set(keys.guestKey(index), VALUE);
  });
  const alone = TENANTS.map((name) => namespaces.open(name));
  let place = 0;
  return [
    allAtOnce(GROUPED, setters, KEYS_EACH),
    {
      name: SEQUENTIAL,
      operationsPerSample: WRITERS,
      sample() {
        place = (place + 1) % KEYS_EACH;
        for (const store of alone) store.set(keys.guestKey(place), VALUE);
      },
    },
  ];
}
