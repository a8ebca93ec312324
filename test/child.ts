import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How a child process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it printed, line by line. */
  readonly lines: readonly string[];
  /** What it printed to its standard error. */
  readonly noise: string;
}

/** A script in a process of its own. */
export class Child {
  readonly process: ChildProcess;
  readonly ended: Promise<Ending>;
  #output = "";
  #noise = "";

  /**
   * @param under a command with its arguments that the script runs under, such as `strace`.
   * @param flags flags of Node.
   */
  constructor(script: URL, args: readonly string[], under: readonly string[] = [], flags: readonly string[] = []) {
    const node = [process.execPath, "--conditions=@airssys/source", ...flags, fileURLToPath(script)];
    const [program = "", ...rest] = [...under, ...node, ...args];
    this.process = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
    this.process.stdout?.setEncoding("utf8").on("data", (text) => {
      this.#output += text;
    });
    this.process.stderr?.setEncoding("utf8").on("data", (text) => {
      this.#noise += text;
    });
    this.ended = new Promise((resolve, reject) => {
      this.process.once("error", reject);
      this.process.once("close", (code, signal) => resolve({ code, signal, lines: this.#lines(), noise: this.#noise }));
    });
  }

  /** Settles once the child has said something, or is gone. */
  async spoken(): Promise<void> {
    const said = new Promise((resolve) => this.process.stdout?.once("data", resolve));
    await Promise.race([said, this.ended]);
  }

  /** Whole lines only: what was cut off by a kill was not said. */
  #lines(): string[] {
    return this.#output.split("\n").slice(0, -1);
  }
}
