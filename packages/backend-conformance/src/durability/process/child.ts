import { type ChildProcess, spawn } from "node:child_process";

/** The exit of a child process. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The whole lines of its standard output: a line that a kill cut off was not said. */
  readonly lines: readonly string[];
  /** Its standard error. */
  readonly noise: string;
}

/** A program in a process of its own, and what it says. */
export class Child {
  readonly process: ChildProcess;
  /** Settles when the process is gone and its output is read. Rejects if it could not be started. */
  readonly ended: Promise<Ending>;
  #output = "";
  #noise = "";

  /**
   * @param command the program and its arguments.
   * @throws Error if the command is empty.
   */
  constructor(command: readonly string[]) {
    const [program = "", ...args] = command;
    this.process = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.process.stdout?.setEncoding("utf8").on("data", (text) => {
      this.#output += text;
    });
    this.process.stderr?.setEncoding("utf8").on("data", (text) => {
      this.#noise += text;
    });
    this.ended = new Promise((resolve, reject) => {
      this.process.once("error", reject);
      this.process.once("close", (code, signal) => resolve({ code, signal, lines: this.lines(), noise: this.#noise }));
    });
  }

  /** Returns the whole lines that it has said so far. */
  lines(): readonly string[] {
    return this.#output.split("\n").slice(0, -1);
  }

  /** Settles once the child has said a line that begins with a text, or is gone. */
  async spoken(beginning = ""): Promise<void> {
    const said = new Promise<void>((resolve) => {
      const look = () => this.lines().some((line) => line.startsWith(beginning)) && resolve();
      this.process.stdout?.on("data", look);
      look();
    });
    await Promise.race([said, this.ended]);
  }
}
