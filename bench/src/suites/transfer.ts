import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportNamespace, importNamespace, type Namespaces, openStore } from "@airssys/host";
import { openEngine } from "../engines.ts";
import { type Figure, figureOf } from "../report.ts";
import { residentBytes } from "../resident-bytes.ts";
import type { Context, Suite } from "../suite.ts";

/** Measures what it costs a program to take a large namespace out and to put it in. */
export const transfer: Suite = {
  title: "transfer: 545 000 entries as a stream, and the program that goes on beside it",
  parts: ["lmdb"],
  async run(_engine, context) {
    const figures = await measureTransfers(context);
    return { groups: [], figures: [{ title: "545 000 entries with 63 MB of keys and values", figures }], notes: [] };
  },
};

const ENTRIES = 545_000;
/** Enough that V8 has compiled what runs often, and its heap has the size that work of this kind gives it. */
const WARM_ENTRIES = 50_000;
const VALUE = new Uint8Array(103).fill(7);

async function measureTransfers({ folder, progress }: Context): Promise<Figure[]> {
  const backend = openEngine("lmdb", join(folder, "store"));
  const namespaces = openStore({ backend });
  const [file, copy] = [join(folder, "entries.jsonl"), join(folder, "again.jsonl")];
  progress("writing the entries");
  await pipeline(Readable.from(linesOf(ENTRIES)), createWriteStream(file));
  const figures: Figure[] = [];
  const measure = async (name: string, work: () => Promise<unknown>) => {
    progress(name);
    figures.push(...(await measureWork(name, work)));
  };
  progress("warming up");
  await importNamespace(namespaces, "app:warm", linesOf(WARM_ENTRIES));
  await measure("import, resumable", () => importNamespace(namespaces, "app:a", createReadStream(file)));
  await measure("export", () => exportTo(namespaces, copy));
  await measure("import, atomic", () =>
    importNamespace(namespaces, "app:b", createReadStream(file), { mode: "atomic" }),
  );
  await measure("copy", () => namespaces.copy("app:a", { as: "app:c" }));
  await measure("remove", () => namespaces.remove("app:b"));
  await measure("backup", () => namespaces.backup({ path: join(folder, "backup") }));
  backend.close();
  return figures;
}

function exportTo(namespaces: Namespaces, file: string): Promise<void> {
  return pipeline(Readable.from(exportNamespace(namespaces, "app:a")), createWriteStream(file));
}

function* linesOf(count: number): Generator<Uint8Array> {
  const value = Buffer.from(VALUE).toString("base64");
  for (let start = 0; start < count; start += 1_000) {
    let lines = "";
    for (let index = start; index < start + 1_000; index++)
      lines += `{"key":"entries/${String(index).padStart(6, "0")}","value":"${value}"}\n`;
    yield Buffer.from(lines);
  }
}

/** Measures memory and the event loop while work is under way. */
async function measureWork(name: string, work: () => Promise<unknown>): Promise<Figure[]> {
  await residentBytes(); // collects what others have left behind
  const before = memory();
  let [resident, anonymous] = [0, 0];
  const timer = setInterval(() => {
    const now = memory();
    resident = Math.max(resident, now.resident - before.resident);
    anonymous = Math.max(anonymous, now.anonymous - before.anonymous);
  }, 20);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  await work();
  const milliseconds = performance.now() - begun;
  delay.disable();
  clearInterval(timer);
  return [
    figureOf(`${name}: time`, "ms", [milliseconds]),
    figureOf(`${name}: longest block of the event loop`, "ms", [delay.max / 1e6]),
    figureOf(`${name}: the 99.9th percentile of its delays`, "ms", [delay.percentile(99.9) / 1e6]),
    figureOf(`${name}: growth of memory (RSS)`, "MB", [resident / 1e6]),
    figureOf(`${name}: of that not a part of the mapped file`, "MB", [anonymous / 1e6]),
  ];
}

/** Resident memory of this process, and the part of it that no file backs: on Linux. */
function memory(): { readonly resident: number; readonly anonymous: number } {
  const status = readFileSync("/proc/self/status", "latin1");
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) * 1_024;
  return { resident: read("VmRSS"), anonymous: read("RssAnon") };
}
