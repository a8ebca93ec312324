import { readFileSync } from "node:fs";

const TICK_MS = 10;

/** Returns the processor time of this process and its ended children, in milliseconds; `undefined` except on Linux. */
export function cpuMs(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const fields = readFileSync("/proc/self/stat", "latin1").split(") ").at(-1)?.split(" ") ?? [];
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) * TICK_MS;
}

/** Watches the child processes of this one. */
export class ChildWatch {
  readonly #timer: NodeJS.Timeout;
  #bytesMax = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(), 20);
  }

  /** Returns the most memory that one of them held since the last call, in bytes. */
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
