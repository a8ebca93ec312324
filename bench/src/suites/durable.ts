import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openHost } from "@airssys/host";
import { openEngine } from "../engines.ts";
import { keySet } from "../key-set.ts";
import { type Case, compare } from "../measure.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { PROBE_KEYS, startProbe } from "../probe/start-probe.ts";
import { openRaw } from "../raw/open-raw.ts";
import { groupOf } from "../report.ts";
import { openSubject } from "../subject.ts";
import type { Suite } from "../suite.ts";

/** What it takes until a call that sets one value has answered, which is when the value is on the disk. */
export const durable: Suite = {
  title: "durable: one call of a component that sets 100 B, until it is on the disk",
  parts: ["lmdb"],
  async run(engine, context) {
    const backend = openEngine(engine, context.folder);
    const host = openHost({ backend });
    const probe = await startProbe(await buildProbe(context.progress), host);
    const subject = openSubject(host, "alone");
    const raw = openRaw(engine, context.folder);
    const file = openSync(join(context.folder, "block"), "w");
    const keys = keySet(PROBE_KEYS, "component:raw:");
    const cases = [
      durably(raw.name, (indexes) => raw.putEach(keys, indexes, VALUE)),
      durably("the store without a component", (indexes) => {
        subject.inOneCall(() => subject.setEach(keys, indexes, VALUE));
      }),
      durably(CALL, ([index = 0]) => probe.call("setMany", index, 1)),
      durably("a write of 4 KiB and fdatasync", () => syncBlock(file)),
    ];
    context.progress(`durable sets over ${engine}`);
    const timings = await compare(cases, { seconds: context.seconds * 2 });
    await probe.stop();
    backend.close();
    await raw.close();
    closeSync(file);
    return { groups: [groupOf(`one set, ${engine}`, timings, { [CALL]: AIM })], notes: [] };
  },
};

const CALL = "a component's call with one set";
const AIM = { type: "below", p50Milliseconds: 1, p99Milliseconds: 5 } as const;
const VALUE = new Uint8Array(100).fill(0x61);
const BLOCK = new Uint8Array(4_096).fill(0x61);

function durably(name: string, set: (indexes: Uint32Array) => void | Promise<void>): Case {
  const indexes = new Uint32Array(1);
  return {
    name,
    operationsPerSample: 1,
    sample() {
      indexes[0] = ((indexes[0] as number) + 1) % PROBE_KEYS;
      return set(indexes);
    },
  };
}

function syncBlock(file: number): void {
  writeSync(file, BLOCK, 0, BLOCK.length, 0);
  fdatasyncSync(file);
}
