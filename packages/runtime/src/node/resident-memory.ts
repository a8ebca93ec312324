import { readFileSync } from "node:fs";
import { processUsage } from "./process-usage.ts";

/** Reads the memory of one process from outside, on Linux. */
export class ResidentMemory {
  readonly #pid: number;
  readonly #isLauncher: boolean;
  #child: string | undefined;

  /** @param isLauncher whether the process only launched the one to measure, as its single child. */
  constructor(pid: number, isLauncher: boolean) {
    this.#pid = pid;
    this.#isLauncher = isLauncher;
  }

  /** Returns the resident bytes; 0 if they cannot be read. */
  bytes(): number {
    try {
      const pid = this.#isLauncher ? this.#childPid() : `${this.#pid}`;
      return pid === "" ? 0 : (processUsage(Number(pid))?.memoryBytes ?? 0);
    } catch {
      return 0; // it has ended, which is reported elsewhere
    }
  }

  #childPid(): string {
    this.#child ||= readFileSync(`/proc/${this.#pid}/task/${this.#pid}/children`, "latin1").trim();
    return this.#child;
  }
}
