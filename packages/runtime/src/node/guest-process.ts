import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { dirname, extname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import type { Launcher } from "./launcher.ts";
import { ERRORS_CHARACTERS_MAX, processDeath } from "./process-death.ts";
import { CHANNEL_FD } from "./process-message.ts";
import { ProcessStream } from "./process-stream.ts";
import { ResidentMemory } from "./resident-memory.ts";
import { Frames } from "./wire/frames.ts";

const ENTRY = fileURLToPath(import.meta.resolve(`./guest-process-entry${extname(import.meta.url)}`));

/** The code of this package, which is all that the process can read. */
const CODE_FOLDER = join(dirname(ENTRY), "..", "/");

/** Kilobytes of a process's stack, as much as a thread has. */
const STACK_KILOBYTES = 3_900;

/** Megabytes of each half of the part of its heap where objects are young. */
const YOUNG_MEGABYTES = 4;

/**
 * Milliseconds between two looks at its memory: at work, and at rest, when its engine may still compile what a guest
 * left behind.
 */
const LOOK_MS = 50;
const LOOK_AT_REST_MS = 500;

/**
 * Longest that something waits until nothing is left of a process that was ended, and that a broken pipe waits for the
 * news of a death, in milliseconds.
 */
const EXIT_WAIT_MAX_MS = 2_000;
const CAUSE_WAIT_MAX_MS = 250;

/** How to run a process of guests. */
export interface ProcessOptions {
  readonly launcher: Launcher;
  readonly heapMegabytesMax: number;
  /** Most bytes of memory that the process may take. */
  readonly residentBytesMax: number;
  /** Most bytes of what it may say at once. */
  readonly messageBytesMax: number;
}

/** Hears a process. */
export interface ProcessListener {
  /** @param frame what was said, without its length. It has not been looked at. */
  said(frame: Buffer): void;
  /** It has ended, or was ended here because of what it did. Called once at most. @param reason for people. */
  gone(reason: string): void;
}

/**
 * A process with nothing but an inherited pipe: no file but the code of this package, no environment, and no network
 * where the system grants that.
 */
export class GuestProcess {
  readonly #options: ProcessOptions;
  readonly #listener: ProcessListener;
  readonly #child: ChildProcess;
  readonly #socket: Socket;
  readonly #stream: ProcessStream;
  readonly #frames: Frames;
  readonly #memory: ResidentMemory | undefined;
  readonly #closed: Promise<void>;
  #watch: NodeJS.Timeout | undefined;
  #errors = "";
  #isGone = false;

  /**
   * @param setup what it is told first. It must not change.
   * @throws Error if the system starts no more processes. Other reasons why it cannot be started are told to the
   * listener.
   */
  constructor(options: ProcessOptions, setup: Uint8Array, listener: ProcessListener) {
    this.#options = options;
    this.#listener = listener;
    this.#frames = new Frames(options.messageBytesMax);
    this.#child = spawnNode(options);
    this.#socket = findPipe(this.#child);
    this.#stream = new ProcessStream(this.#socket);
    const { pid } = this.#child;
    const { walls, command } = options.launcher;
    if (pid !== undefined && walls.memory === "watched")
      this.#memory = new ResidentMemory(pid, command.includes("--fork"));
    this.#closed = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#hear();
    this.#stream.writeKept(setup);
    this.rest();
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Whether it has not read all yet that it was told. */
  get isBehind(): boolean {
    return this.#stream.isBehind;
  }

  tell(frame: Uint8Array): void {
    if (!this.#isGone) this.#stream.write(frame);
  }

  /** What it says next, if that is there within some microseconds. */
  next(microseconds: number): Buffer | undefined {
    if (this.isBehind) return undefined; // what it says before it has heard the answer ends it, when that is found
    const known = this.#frames.take();
    if (known !== undefined) return known;
    const part = this.#stream.read(microseconds);
    if (part === undefined) return undefined;
    this.#frames.push(part);
    return this.#frames.take();
  }

  /** The program lives until it rests, and its memory is watched closely. */
  work(): void {
    this.#socket.ref();
    this.#watchEach(LOOK_MS);
  }

  rest(): void {
    this.#socket.unref();
    this.#watchEach(LOOK_AT_REST_MS);
  }

  #watchEach(milliseconds: number): void {
    clearInterval(this.#watch);
    if (this.#memory !== undefined && !this.#isGone)
      this.#watch = setInterval(() => this.#look(), milliseconds).unref();
  }

  /** Resolves when nothing of it is left, or a bounded time later. */
  async end(): Promise<void> {
    this.#isGone = true;
    this.rest();
    this.#kill();
    this.#socket.destroy();
    this.#child.stderr?.destroy();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, EXIT_WAIT_MAX_MS);
    });
    this.#child.ref();
    await Promise.race([this.#closed, late]);
    this.#child.unref();
    clearTimeout(timer);
  }

  /** Ends it for what it did. */
  fail(reason: string): void {
    if (this.#isGone) return;
    void this.end();
    this.#listener.gone(reason);
  }

  #hear(): void {
    this.#child.once("error", (cause) => this.fail(`its process cannot be started: ${cause.message}`));
    this.#child.once("close", (code, signal) => this.fail(processDeath(code, signal, this.#errors)));
    this.#child.unref();
    this.#child.stderr?.setEncoding("latin1").on("data", (text: string) => this.#hearError(text));
    (this.#child.stderr as Socket | null)?.unref();
    this.#socket.unref();
    this.#socket.on("data", (part: Buffer) => this.#hearPart(part));
    this.#socket.on("error", () => {}); // its end is heard
    this.#socket.once("close", () => setTimeout(() => this.fail("its process closed its pipe"), CAUSE_WAIT_MAX_MS));
  }

  #hearPart(part: Buffer): void {
    this.#frames.push(part);
    try {
      for (let frame = this.#frames.take(); frame !== undefined && !this.#isGone; frame = this.#frames.take()) {
        if (this.isBehind) throw new Error("it spoke before it had heard the answer");
        this.#listener.said(frame);
      }
    } catch (cause) {
      this.fail(cause instanceof Error ? cause.message : String(cause));
    }
  }

  /** The beginning is enough to tell of what it dies; a process that prints on is heard no longer. */
  #hearError(text: string): void {
    this.#errors += text.slice(0, ERRORS_CHARACTERS_MAX - this.#errors.length);
    if (this.#errors.length === ERRORS_CHARACTERS_MAX) this.#child.stderr?.destroy();
  }

  #look(): void {
    const { residentBytesMax } = this.#options;
    if ((this.#memory?.bytes() ?? 0) <= residentBytesMax) return;
    this.fail(`out of memory: its process took more than the ${residentBytesMax} bytes that it may`);
  }

  /** With all that it may have started: it leads a group of its own. */
  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    try {
      process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL"); // there is no such group any more
    }
  }
}

function findPipe({ stdio }: ChildProcess): Socket {
  // There is none if files are used up.
  const pipe: unknown = (stdio as ChildProcess["stdio"] | undefined)?.[CHANNEL_FD];
  if (pipe instanceof Socket) return pipe;
  throw new Error("its process cannot be started: the system has no file for its pipe");
}

function spawnNode({ launcher, heapMegabytesMax }: ProcessOptions): ChildProcess {
  const node = [
    process.execPath,
    "--permission",
    `--allow-fs-read=${CODE_FOLDER}`,
    `--max-old-space-size=${heapMegabytesMax}`,
    `--max-semi-space-size=${YOUNG_MEGABYTES}`,
    `--stack-size=${STACK_KILOBYTES}`,
    "--no-warnings",
    ENTRY,
  ];
  const [program, ...args] = [...launcher.command, ...node] as [string, ...string[]]; // there is one
  return spawn(program, args, {
    cwd: parse(CODE_FOLDER).root,
    env: {},
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
}
