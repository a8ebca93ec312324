import { readFileSync } from "node:fs";

/** Resource usage of a process. */
export interface ProcessUsage {
  /** Resident memory, in bytes. */
  readonly memoryBytes: number;
  /** Processor time since its start, in milliseconds. */
  readonly cpuMs: number;
}

/** Page size in bytes, and clock tick in milliseconds, as Linux reports them for processes. */
const PAGE_BYTES = 4_096;
const TICK_MS = 10;

/** Returns the current usage; `undefined` if the process is gone, and on systems other than Linux. */
export function processUsage(pid: number | undefined): ProcessUsage | undefined {
  if (process.platform !== "linux" || pid === undefined) return undefined;
  try {
    const [, residentPages = "0"] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    // Fields follow the program name in parentheses, which may hold anything: proc(5).
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return {
      memoryBytes: Number(residentPages) * PAGE_BYTES,
      cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    };
  } catch {
    return undefined;
  }
}
