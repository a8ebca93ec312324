import { type ChildProcessByStdio, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { LoadError } from "../../errors/load-error.ts";
import { Places } from "../../queues/places.ts";
import type { HostMode, Transpiled } from "../../transpile/transpile.ts";
import { diesWithHost } from "../launcher.ts";
import { type ProcessUsage, processUsage } from "../process-usage.ts";
import { MODES, readAnswer } from "./transpile-message.ts";

/** What reading a component may take. */
export interface ReadingLimits {
  /** Longest time, in milliseconds. */
  readonly timeMs: number;
  /** Most processor time, in milliseconds, where the system tells it. */
  readonly cpuMs: number;
  /** Most memory of the process, in bytes, where the system tells it. */
  readonly memoryBytes: number;
  /** Most bytes of the answer beyond those of the component: the code that joins its modules. */
  readonly codeBytes: number;
}

/**
 * Far above what components of real languages take, of which the largest is one of CPython: 2 s of processor time, 250
 * MB of memory and 1.6 MB of code. The time is for a machine that has other things to do.
 */
const LIMITS: ReadingLimits = {
  timeMs: 60_000,
  cpuMs: 10_000,
  memoryBytes: 512 * 1_048_576,
  codeBytes: 16 * 1_048_576,
};

/** How often the process is looked at, in milliseconds. */
const WATCH_MS = 50;

const PROGRAM = fileURLToPath(new URL(import.meta.resolve(`./transpile-process${extname(import.meta.url)}`)));

/**
 * It may read what it is made of, and start the thread that its tools have for WASI: no file to write, no process. It
 * lives too briefly for optimised WebAssembly to pay: without, it takes a third less processor time.
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

/** As many components are read at once as there are processors. */
const places = new Places(availableParallelism());

/** Nobody gives up a component that waits to be read. */
const NEVER = new AbortController().signal;

/**
 * Reads and transpiles components, each in a process that is thrown away afterwards, so that whatever a component does
 * to the tools ends with it. Time, memory and output of the process are limited.
 *
 * @param program the process, which answers as `transpile-message.ts` says.
 */
export function containedTranspile(program: string, limits: ReadingLimits): typeof transpile {
  return async (component, mode) => {
    const leave = await places.enter(NEVER);
    try {
      return await new Reading(program, limits, component, mode).transpiled;
    } finally {
      leave();
    }
  };
}

/**
 * Reads and transpiles a component, contained.
 *
 * @throws LoadError `not-a-component`, `incompatible-import`, `unsupported`, `unsupported-name`; `not-readable` if a
 * limit was reached, or the process came to its end in another way
 */
export const transpile: (component: Uint8Array, mode: HostMode) => Promise<Transpiled> = containedTranspile(
  PROGRAM,
  LIMITS,
);

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** One component, read by one process. */
class Reading {
  readonly transpiled: Promise<Transpiled>;
  readonly #limits: ReadingLimits;
  readonly #answerBytesMax: number;
  readonly #answer: Buffer[] = [];
  #answerBytes = 0;
  #stderr = "";
  /** Why the process was ended. */
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
    child.stdin.on("error", () => {}); // of a process that ended before it had read everything; its end is told
    child.stdin.write(Uint8Array.of(MODES.indexOf(mode)));
    child.stdin.end(component);
    child.stdout.on("data", (bytes: Buffer) => this.#take(child, bytes));
    child.stderr.on("data", (bytes: Buffer) => {
      this.#stderr = (this.#stderr + bytes.toString("latin1")).slice(-STDERR_CHARACTERS);
    });
  }

  /** Answers what ends the watch. */
  #watched(child: Child): () => void {
    const begun = performance.now();
    const watch = setInterval(() => {
      const reason = this.#excess(performance.now() - begun, processUsage(child.pid));
      if (reason !== undefined) this.#end(child, reason);
    }, WATCH_MS);
    return () => clearInterval(watch);
  }

  /** What the process takes more of than it may. */
  #excess(time: number, usage: ProcessUsage | undefined): string | undefined {
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
      throw notReadable("reading the component takes more memory than there may be");
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
      throw notReadable("the process that reads the component answered what is no answer", said);
    }
  }
}

/** Most characters of what a process says of its end. */
const STDERR_CHARACTERS = 4_000;

/** How V8 says why it ends its process. */
const OUT_OF_MEMORY = /heap out of memory|Fatal process out of memory/;

function notReadable(message: string, cause?: Error): LoadError {
  return new LoadError("not-readable", message, cause && { cause });
}
