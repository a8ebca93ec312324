import { readFileSync } from "node:fs";

const TICK_MS = 10;

/**
 * Processor time of this process and of those that it started and that have ended, in milliseconds; `undefined` but on
 * Linux.
 */
export function cpuMs(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const fields = readFileSync("/proc/self/stat", "latin1").split(") ").at(-1)?.split(" ") ?? [];
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) * TICK_MS;
}

/** Watches the processes that this one starts. */
export class ChildWatch {
  readonly #timer: NodeJS.Timeout;
  #bytesMax = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(), 20);
  }

  /** The most memory that one of them held, in bytes, since the last time that this was asked. */
  takeBytesMax(): number {
    const bytes = this.#bytesMax;
    this.#bytesMax = 0;
    return bytes;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const pid of childrenOfThis()) {
      const kilobytes = /VmHWM:\s+(\d+)/.exec(readOr("", `/proc/${pid}/status`))?.[1];
      this.#bytesMax = Math.max(this.#bytesMax, Number(kilobytes ?? 0) * 1_024);
    }
  }
}

function childrenOfThis(): string[] {
  return readOr("", `/proc/self/task/${process.pid}/children`)
    .trim()
    .split(" ")
    .filter((pid) => pid !== "");
}

function readOr(otherwise: string, path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return otherwise;
  }
}
