import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * The memory that this process and those below it take of the machine (RSS), after what nobody needs any more is gone.
 * Pages that processes share count in each.
 */
export async function residentBytes(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage.rss() + sumBelow(process.pid, residentBytesOf);
}

/** The same with pages that processes share divided among them (PSS): on Linux. */
export async function proportionalBytes(): Promise<number> {
  await collectGarbage();
  return proportionalBytesOf(process.pid) + sumBelow(process.pid, proportionalBytesOf);
}

async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void; // there since the flag is
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Over the processes that a process has started, and those that they have: on Linux. */
function sumBelow(pid: number, bytesOf: (pid: number) => number): number {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + bytesOf(child) + sumBelow(child, bytesOf), 0);
}

function residentBytesOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1_024;
}

function proportionalBytesOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1_024;
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
