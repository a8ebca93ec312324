import { readFileSync } from "node:fs";
import { processUsage } from "./process-usage.ts";

/** The memory of one process, seen from outside, on Linux. */
export class ResidentMemory {
  readonly #pid: number;
  readonly #isLauncher: boolean;
  #child: string | undefined;

  /** @param isLauncher whether the process has started the one that counts, as its only child. */
  constructor(pid: number, isLauncher: boolean) {
    this.#pid = pid;
    this.#isLauncher = isLauncher;
  }

  /** Bytes that are in memory now; 0 if that cannot be seen. */
  bytes(): number {
    try {
      const pid = this.#isLauncher ? this.#childPid() : `${this.#pid}`;
      return pid === "" ? 0 : (processUsage(Number(pid))?.memoryBytes ?? 0);
    } catch {
      return 0; // it has ended, which is told elsewhere
    }
  }

  #childPid(): string {
    this.#child ||= readFileSync(`/proc/${this.#pid}/task/${this.#pid}/children`, "latin1").trim();
    return this.#child;
  }
}
