/** Commands run to their end, with all that they wrote. */
import { type SpawnOptions, spawn } from "node:child_process";

export interface Finished {
  /** The exit code; 1 if a signal ended the command. */
  readonly code: number;
  /** Its standard output and error, in the order of arrival. */
  readonly output: string;
  /** Its standard output. */
  readonly stdout: string;
}

/** Runs one program. Never throws because of its exit code. */
export function run(program: string, args: readonly string[], folder: string): Promise<Finished> {
  return finish(program, args, { cwd: folder });
}

/** Runs a line of shell, as in a script of `package.json`. */
export function runShell(line: string, folder: string): Promise<Finished> {
  return finish(line, [], { cwd: folder, shell: true });
}

function finish(program: string, args: readonly string[], options: SpawnOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let stdout = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output, stdout }));
  });
}
