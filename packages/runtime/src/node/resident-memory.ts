import { readFileSync } from "node:fs";

/** Bytes of a page on the machines that have a `/proc`. */
const PAGE_BYTES = 4_096;

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
      if (pid === "") return 0;
      return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * PAGE_BYTES;
    } catch {
      return 0; // it has ended, which is told elsewhere
    }
  }

  #childPid(): string {
    this.#child ||= readFileSync(`/proc/${this.#pid}/task/${this.#pid}/children`, "latin1").trim();
    return this.#child;
  }
}
