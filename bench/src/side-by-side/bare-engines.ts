import { type Backend, prefixEnd } from "@airssys/backend";
import { swallow } from "../black-hole.ts";
import { comparison, measureAll } from "../comparison.ts";
import { type KeySet, keySet } from "../key-set.ts";
import type { Case } from "../measure.ts";
import type { Report } from "../report.ts";
import { wanderer } from "../sampling.ts";
import type { Context } from "../suite.ts";
import { fillEngine, put } from "./fill-engine.ts";
import { closeAll, type OpenEngine, openAll } from "./open-all.ts";
import { variedValues } from "./varied-values.ts";

/** Measures engines without a host: each does the same work on the same keys. */
export async function measureBareEngines(context: Context): Promise<Report> {
  const keys = keySet(context.keys, "component:alone:");
  const engines = await openAll(context);
  for (const { name, backend } of engines) {
    context.progress(`storing ${context.keys.toLocaleString("en")} keys on ${name}`);
    fillEngine(backend, keys, variedValues());
  }
  const groups = await measureAll(
    WORKS.map(({ title, operations, begin }) =>
      comparison(
        title,
        engines.map((engine) => caseOf(engine, operations, begin(engine.backend, keys))),
      ),
    ),
    context,
  );
  await closeAll(engines);
  return { groups, notes: [] };
}

interface Work {
  readonly title: string;
  /** Number of operations of a sample. */
  readonly operations: number;
  /** Prepares the work on one engine; what it returns does all operations of a sample. */
  begin(backend: Backend<"sync">, keys: KeySet): () => void;
}

function caseOf({ name }: OpenEngine, operationsPerSample: number, sample: () => void): Case {
  return { name, operationsPerSample, sample };
}

const BATCH = 100;
const NAMESPACES = 64;
const PAGE = 1_000;
const times = (count: number, act: (turn: number) => void) => () => {
  for (let turn = 0; turn < count; turn++) act(turn);
};

function getter(backend: Backend<"sync">, { count, engineKey }: KeySet): () => void {
  const next = wanderer(count);
  return () => swallow(backend.get(engineKey(next()))?.length ?? 0);
}

function setter(backend: Backend<"sync">, { count, engineKey }: KeySet): () => void {
  const [next, value] = [wanderer(count), variedValues()];
  return () => void backend.commit({ checks: [], writes: [put(engineKey(next()), value())] });
}

function pager(backend: Backend<"sync">, keys: KeySet, reverse: boolean): () => void {
  const next = wanderer(keys.count - PAGE);
  const sorted = (place: number) => keys.engineKey(keys.inOrder[place] ?? 0);
  return () => {
    const place = next();
    const bounds = reverse ? { lt: sorted(place + PAGE) } : { gte: sorted(place) };
    swallow(backend.scan({ ...bounds, reverse, limit: PAGE }).entries.length);
  };
}

const WORKS: readonly Work[] = [
  { title: "get", operations: 50, begin: (backend, keys) => times(50, getter(backend, keys)) },
  {
    title: "get of a key that is absent",
    operations: 50,
    begin(backend, { count, engineKey }) {
      const [next, absent] = [wanderer(count), Buffer.from("?")];
      return times(50, () => swallow(backend.get(Buffer.concat([engineKey(next()), absent]))?.length ?? 0));
    },
  },
  { title: "set, each by itself", operations: 1, begin: setter },
  {
    title: "70 % get, 30 % set, each by itself",
    operations: 10,
    begin(backend, keys) {
      const [get, set] = [getter(backend, keys), setter(backend, keys)];
      return times(10, (turn) => (turn < 7 ? get() : set()));
    },
  },
  {
    title: `${BATCH} random keys in one commit, for each key`,
    operations: BATCH,
    begin(backend, { count, engineKey }) {
      const [next, value] = [wanderer(count), variedValues()];
      return () => {
        const writes = Array.from({ length: BATCH }, () => put(engineKey(next()), value()));
        backend.commit({ checks: [], writes });
      };
    },
  },
  {
    title: `${NAMESPACES} namespaces that commit together, for each`,
    operations: NAMESPACES,
    begin(backend) {
      const value = variedValues();
      const keys = Array.from({ length: NAMESPACES }, (_, index) => Buffer.from(`component:tenant-${index}:count`));
      return () => void backend.commitAll(keys.map((key) => ({ checks: [], writes: [put(key, value())] })));
    },
  },
  { title: `a page of ${PAGE} entries`, operations: 1, begin: (backend, keys) => pager(backend, keys, false) },
  {
    title: `a page of ${PAGE} entries, in reverse`,
    operations: 1,
    begin: (backend, keys) => pager(backend, keys, true),
  },
  {
    title: "count of 10 000 keys",
    operations: 1,
    begin(backend, { enginePrefix }) {
      const gte = Buffer.from(enginePrefix);
      const lt = prefixEnd(gte);
      return () => swallow(backend.count(lt === undefined ? { gte } : { gte, lt }).keys);
    },
  },
];
