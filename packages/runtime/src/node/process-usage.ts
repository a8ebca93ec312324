import { readFileSync } from "node:fs";

/** What a process uses. */
export interface ProcessUsage {
  /** Memory of its own that it holds, in bytes. */
  readonly memoryBytes: number;
  /** Processor time that it took since it began, in milliseconds. */
  readonly cpuMs: number;
}

/** Bytes of a page of memory, and milliseconds of a tick of the processor clock, as Linux counts them for processes. */
const PAGE_BYTES = 4_096;
const TICK_MS = 10;

/**
 * What a process uses now; `undefined` where the system does not tell, which is anywhere but on Linux, or when the
 * process is gone.
 */
export function processUsage(pid: number | undefined): ProcessUsage | undefined {
  if (process.platform !== "linux" || pid === undefined) return undefined;
  try {
    const [, residentPages = "0"] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    // After the name of the program, which may hold anything, in parentheses: proc(5).
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return {
      memoryBytes: Number(residentPages) * PAGE_BYTES,
      cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    };
  } catch {
    return undefined;
  }
}
