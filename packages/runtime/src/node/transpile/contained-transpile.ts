import { type ChildProcessByStdio, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { LoadError } from "../../errors/load-error.ts";
import { Semaphore } from "../../queues/semaphore.ts";
import type { HostMode, Transpiled } from "../../transpile/transpile.ts";
import { diesWithHost } from "../launcher.ts";
import { type ProcessUsage, processUsage } from "../process-usage.ts";
import { MODES, readAnswer } from "./transpile-message.ts";

/** Limits for reading a component. */
export interface ReadingLimits {
  /** Most wall-clock time, in milliseconds. */
  readonly timeMs: number;
  /** Most processor time, in milliseconds, where the system reports it. */
  readonly cpuMs: number;
  /** Most memory of the process, in bytes, where the system reports it. */
  readonly memoryBytes: number;
  /** Most bytes of the answer on top of the component's size: the glue. */
  readonly codeBytes: number;
}

/**
 * Far above what components of real languages take. The largest, one of CPython, takes 2 s of processor time, 250 MB of
 * memory and 1.6 MB of code. The wall-clock limit allows for a busy machine.
 */
const LIMITS: ReadingLimits = {
  timeMs: 60_000,
  cpuMs: 10_000,
  memoryBytes: 512 * 1_048_576,
  codeBytes: 16 * 1_048_576,
};

/** Milliseconds between checks of the process. */
const WATCH_MS = 50;

const PROGRAM = fileURLToPath(new URL(import.meta.resolve(`./transpile-process${extname(import.meta.url)}`)));

/**
 * Flags of Node. The process may read its own code, and start the thread that its tools need for WASI; it cannot write
 * files or start processes. It is too short-lived for optimised WebAssembly, and takes a third less processor time
 * without.
 */
const FLAGS = [
  "--permission",
  "--allow-fs-read=*",
  "--allow-worker",
  "--max-old-space-size=384",
  "--min-semi-space-size=16",
  "--max-semi-space-size=32",
  "--liftoff-only",
  "--no-warnings",
];

/** One component per processor is read at a time. Module state, because processors are shared by the whole program. */
const semaphore = new Semaphore(availableParallelism());

/** Waiting for the semaphore is never cancelled. */
const NEVER = new AbortController().signal;

/**
 * Returns a function that transpiles each component in a process of its own, which ends afterwards: whatever a
 * component does to the tools ends with it. Time, memory and output of the process are limited.
 *
 * @param program the process, which answers as `transpile-message.ts` says.
 */
export function containedTranspile(program: string, limits: ReadingLimits): typeof transpile {
  return async (component, mode) => {
    const release = await semaphore.acquire(NEVER);
    try {
      return await new Reading(program, limits, component, mode).transpiled;
    } finally {
      release();
    }
  };
}

/**
 * Transpiles a component in a process of its own.
 *
 * @throws LoadError `not-a-component`, `incompatible-import`, `unsupported`, `unsupported-name`; `not-readable` if a
 * limit was exceeded or the process crashed
 */
export const transpile: (component: Uint8Array, mode: HostMode) => Promise<Transpiled> = containedTranspile(
  PROGRAM,
  LIMITS,
);

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** One run of the process. */
class Reading {
  readonly transpiled: Promise<Transpiled>;
  readonly #limits: ReadingLimits;
  readonly #answerBytesMax: number;
  readonly #answer: Buffer[] = [];
  #answerBytes = 0;
  #stderr = "";
  /** Why the process was killed. */
  #reason: string | undefined;

  constructor(program: string, limits: ReadingLimits, component: Uint8Array, mode: HostMode) {
    this.#limits = limits;
    this.#answerBytesMax = component.length + limits.codeBytes;
    const [command = process.execPath, ...args] = [...diesWithHost(), process.execPath, ...FLAGS, program];
    const child = spawn(command, args, {
      env: {},
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    this.transpiled = this.#whenEnded(child, this.#watched(child));
    child.stdin.on("error", () => {}); // the process ended before it read everything, which "close" reports
    child.stdin.write(Uint8Array.of(MODES.indexOf(mode)));
    child.stdin.end(component);
    child.stdout.on("data", (bytes: Buffer) => this.#take(child, bytes));
    child.stderr.on("data", (bytes: Buffer) => {
      this.#stderr = (this.#stderr + bytes.toString("latin1")).slice(-STDERR_CHARACTERS);
    });
  }

  /** Starts checking the process. Returns the function that stops it. */
  #watched(child: Child): () => void {
    const begun = performance.now();
    const watch = setInterval(() => {
      const reason = this.#exceededLimit(performance.now() - begun, processUsage(child.pid));
      if (reason !== undefined) this.#end(child, reason);
    }, WATCH_MS);
    return () => clearInterval(watch);
  }

  /** Returns the limit that the process exceeds, if any. */
  #exceededLimit(time: number, usage: ProcessUsage | undefined): string | undefined {
    const { timeMs, cpuMs, memoryBytes } = this.#limits;
    if (time > timeMs) return `more than ${timeMs} ms`;
    if (usage !== undefined && usage.cpuMs > cpuMs) return `more than ${cpuMs} ms of processor time`;
    if (usage !== undefined && usage.memoryBytes > memoryBytes) return `more than ${memoryBytes} bytes of memory`;
    return undefined;
  }

  #whenEnded(child: Child, unwatch: () => void): Promise<Transpiled> {
    const { promise, resolve, reject } = Promise.withResolvers<Transpiled>();
    child.on("error", (cause) => {
      unwatch();
      reject(notReadable(`the process that reads components cannot be started: ${cause.message}`, cause));
    });
    child.on("close", (code, signal) => {
      unwatch();
      try {
        resolve(this.#answered(code, signal));
      } catch (error) {
        reject(error);
      }
    });
    return promise;
  }

  #take(child: Child, bytes: Buffer): void {
    if (this.#reason !== undefined) return;
    this.#answer.push(bytes);
    this.#answerBytes += bytes.length;
    if (this.#answerBytes > this.#answerBytesMax)
      this.#end(child, `more than ${this.#limits.codeBytes} bytes of code around it`);
  }

  #end(child: Child, reason: string): void {
    this.#reason ??= reason;
    this.#answer.length = 0;
    child.kill("SIGKILL");
  }

  #answered(code: number | null, signal: NodeJS.Signals | null): Transpiled {
    if (this.#reason !== undefined) throw notReadable(`reading the component takes ${this.#reason}`);
    if (code === 0) return this.#read();
    if (OUT_OF_MEMORY.test(this.#stderr))
      throw notReadable("reading the component takes more memory than its process may have");
    throw notReadable(
      `the process that reads the component ended with ${signal ?? `the exit code ${code}`}`,
      new Error(this.#stderr),
    );
  }

  #read(): Transpiled {
    try {
      return readAnswer(Buffer.concat(this.#answer));
    } catch (cause) {
      if (cause instanceof LoadError) throw cause;
      const said = new Error(this.#stderr, { cause });
      throw notReadable("the process that reads the component sent an invalid answer", said);
    }
  }
}

/** Most characters of error output that are kept. */
const STDERR_CHARACTERS = 4_000;

/** Matches the message of V8 when it aborts. */
const OUT_OF_MEMORY = /heap out of memory|Fatal process out of memory/;

function notReadable(message: string, cause?: Error): LoadError {
  return new LoadError("not-readable", message, cause && { cause });
}
