import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openHost } from "@airssys/host";
import { openEngine } from "../engines.ts";
import { hostImports } from "../host-imports.ts";
import { keySet } from "../key-set.ts";
import { type Case, compare } from "../measure.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { PROBE_BYTES, PROBE_KEYS, startProbe } from "../probe/probe.ts";
import { openRaw } from "../raw/open-raw.ts";
import { groupOf } from "../report.ts";
import type { Suite } from "../suite.ts";

/** What it takes until a call that sets one value has answered, which is when the value is on the disk. */
export const durable: Suite = {
  title: "durable: one call of a component that sets 100 B, until it is on the disk",
  parts: ["lmdb"],
  async run(engine, context) {
    const backend = openEngine(engine, context.folder);
    const host = openHost({ backend });
    const probe = await startProbe(await buildProbe(context.progress), host);
    const file = openSync(join(context.folder, "block"), "w");
    const keys = keySet(PROBE_KEYS, "component:alone:");
    const imports = hostImports(host, "alone", keys);
    const raw = openRaw(engine, context.folder, keys);
    const cases = [
      durably(raw.name, (index) => raw.set(index)),
      durably("the imports without a component", (index) => imports.inTransaction((points) => points.set(index))),
      durably(CALL, (index) => probe.call("work.setEach", PROBE_BYTES, index, 1)),
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
const BLOCK = new Uint8Array(4_096).fill(0x61);

function durably(name: string, set: (index: number) => void | Promise<void>): Case {
  let index = 0;
  return {
    name,
    operationsPerSample: 1,
    sample() {
      index = (index + 1) % PROBE_KEYS;
      return set(index);
    },
  };
}

function syncBlock(file: number): void {
  writeSync(file, BLOCK, 0, BLOCK.length, 0);
  fdatasyncSync(file);
}
