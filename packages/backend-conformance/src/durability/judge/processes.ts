import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Finding, Inspection } from "../children/inspection.ts";
import { Child } from "../process/child.ts";
import type { DurabilitySubject } from "./subject.ts";

/** Starts a process that commits to the store of a folder until it is killed, or some requests are made. */
export function startCommitter(
  subject: DurabilitySubject,
  folder: string,
  { under = [], requests = [] }: { readonly under?: readonly string[]; readonly requests?: readonly number[] } = {},
): Child {
  return new Child([...under, ...command("committer", subject, [folder]), ...requests.map(String)]);
}

/** Looks at stores in a process of its own: opening a damaged one may be the end of it. */
export class Inspector implements AsyncDisposable {
  readonly #subject: DurabilitySubject;
  #process: ChildProcess | undefined;
  #noise = "";

  constructor(subject: DurabilitySubject) {
    this.#subject = subject;
  }

  /** Returns how many commits a store has had. @throws Error if it is not whole. */
  async inspect(inspection: Inspection): Promise<number> {
    const inspector = this.#running();
    inspector.send(inspection);
    const ended = new AbortController();
    const [finding] = await Promise.race([
      once(inspector, "message", { signal: ended.signal }),
      once(inspector, "exit", { signal: ended.signal }).then(([code, signal]) => [this.#lost(code, signal)]),
    ]).finally(() => ended.abort());
    const found: Finding = finding;
    if ("fault" in found) throw new Error(found.fault);
    return found.number;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process === undefined || this.#process.exitCode !== null) return;
    this.#process.kill("SIGKILL");
    await once(this.#process, "exit");
  }

  #running(): ChildProcess {
    if (this.#process?.connected) return this.#process;
    const [program = "", ...args] = command("inspector", this.#subject, []);
    this.#noise = "";
    this.#process = spawn(program, args, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.#process.stderr?.setEncoding("utf8").on("data", (text) => {
      this.#noise += text;
    });
    return this.#process;
  }

  #lost(code: number | null, signal: string | null): Finding {
    this.#process = undefined;
    return { fault: `the process that opened the store ended with ${signal ?? code}: ${this.#noise}` };
  }
}

function command(program: string, subject: DurabilitySubject, args: readonly string[]): string[] {
  const { module, open = "open", nodeFlags = [] } = subject;
  const script = fileURLToPath(import.meta.resolve(`../children/${program}${extname(import.meta.url)}`));
  return [process.execPath, ...nodeFlags, script, ...args, module.href, open];
}
