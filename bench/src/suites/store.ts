import { openHost } from "@airssys/host";
import { ENGINES, openEngine } from "../engines.ts";
import { type KeySet, keySet } from "../key-set.ts";
import { type Case, compare } from "../measure.ts";
import { openRaw } from "../raw/open-raw.ts";
import type { Raw } from "../raw/raw.ts";
import { type Aim, type Group, groupOf } from "../report.ts";
import { openSubject, type Subject } from "../subject.ts";
import type { Context, Suite } from "../suite.ts";

/** What namespaces, quotas, versions and checks cost beyond the bare engine: the host without any component, over keys in random order. */
export const store: Suite = {
  title: "store: the host without a component, against its bare engine",
  parts: ENGINES,
  async run(engine, context) {
    const keys = keySet(context.keys, NAMESPACE_PREFIX);
    const backend = openEngine(engine, context.folder);
    const subject = openSubject(openHost({ backend }), NAMESPACE);
    const raw = openRaw(engine, context.folder);
    await fill(keys, subject, raw, context);
    const groups: Group[] = [];
    for (const { title, cases, aims } of comparisons(engine, keys, subject, raw)) {
      context.progress(`${title} over ${engine}`);
      groups.push(groupOf(`${title}, ${engine}, ${keys.count} keys`, await compare(cases, context), aims));
    }
    backend.close();
    await raw.close();
    return { groups, notes: [] };
  },
};

const NAMESPACE = "bench";
const NAMESPACE_PREFIX = `component:${NAMESPACE}:`;
const VALUE = new Uint8Array(100).fill(0x61);
const BLOCK = 1_000;
const ALONE = "store, an operation by itself";
const IN_CALL = `store, ${BLOCK} in one call`;

interface Comparison {
  readonly title: string;
  readonly cases: readonly Case[];
  readonly aims: Readonly<Record<string, Aim>>;
}

function comparisons(engine: string, keys: KeySet, subject: Subject, raw: Raw): Comparison[] {
  const isDisk = engine === "lmdb";
  const aimOf = (name: string, ratio: number): Record<string, Aim> =>
    isDisk ? { [name]: { type: "rate-at-least", ratio } } : {};
  const block = (name: string, run: (indexes: Uint32Array) => void): Case => sampling(name, BLOCK, keys, run);
  const single = (name: string, run: (indexes: Uint32Array) => void): Case =>
    sampling(name, isDisk ? 1 : BLOCK, keys, run);
  return [
    {
      title: "get",
      cases: [
        block(raw.name, (indexes) => raw.getEach(keys, indexes)),
        block(ALONE, (indexes) => subject.getEach(keys, indexes)),
        block(IN_CALL, (indexes) => subject.inOneCall(() => subject.getEach(keys, indexes))),
      ],
      aims: { ...aimOf(ALONE, 0.75), ...aimOf(IN_CALL, 0.75) },
    },
    {
      title: isDisk ? "set, each durable" : "set",
      cases: [
        single(raw.name, (indexes) => raw.putEach(keys, indexes, VALUE)),
        single(ALONE, (indexes) => subject.setEach(keys, indexes, VALUE)),
      ],
      aims: aimOf(ALONE, 0.85),
    },
    {
      title: `set, ${BLOCK} in one commit`,
      cases: [
        block(raw.name, (indexes) => raw.putTogether(keys, indexes, VALUE)),
        block(IN_CALL, (indexes) => subject.inOneCall(() => subject.setEach(keys, indexes, VALUE))),
      ],
      aims: {},
    },
  ];
}

/** A prime that shares no factor with usual counts: steps of it visit every key once before any twice, far from one another. */
const STRIDE = 48_271;

function sampling(name: string, operations: number, keys: KeySet, run: (indexes: Uint32Array) => void): Case {
  const indexes = new Uint32Array(operations);
  let last = 0;
  return {
    name,
    operationsPerSample: operations,
    sample() {
      for (let each = 0; each < operations; each++) {
        last = (last + STRIDE) % keys.count;
        indexes[each] = last;
      }
      run(indexes);
    },
  };
}

async function fill(keys: KeySet, subject: Subject, raw: Raw, context: Context): Promise<void> {
  for (let start = 0; start < keys.count; start += BLOCK) {
    if (start % 50_000 === 0) context.progress(`storing ${keys.count} keys, ${start} done`);
    const indexes = Uint32Array.from({ length: Math.min(BLOCK, keys.count - start) }, (_, offset) => start + offset);
    subject.inOneCall(() => subject.setEach(keys, indexes, VALUE));
    raw.putTogether(keys, indexes, VALUE);
  }
}
