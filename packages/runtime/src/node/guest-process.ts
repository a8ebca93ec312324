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

/** Code of this package, the only files that the process can read. */
const CODE_FOLDER = join(dirname(ENTRY), "..", "/");

/** Stack size of a process, in kilobytes; the same as for a thread. */
const STACK_KILOBYTES = 3_900;

/** Size of each half of the young generation of its heap, in megabytes. */
const YOUNG_MEGABYTES = 4;

/**
 * Milliseconds between checks of its memory while it works, and while it is idle, when its engine may still compile
 * code of a guest.
 */
const LOOK_MS = 50;
const LOOK_AT_REST_MS = 500;

/**
 * Most milliseconds to wait for the end of a killed process, and, after its pipe broke, for the event that says why it
 * died.
 */
const EXIT_WAIT_MAX_MS = 2_000;
const CAUSE_WAIT_MAX_MS = 250;

/** Options of a process that runs guests. */
export interface ProcessOptions {
  readonly launcher: Launcher;
  readonly heapMegabytesMax: number;
  /** Most bytes of memory that the process may take. */
  readonly residentBytesMax: number;
  /** Most bytes of one of its messages. */
  readonly messageBytesMax: number;
}

/** Receives the events of a process. */
export interface ProcessListener {
  /**
   * Called with each message.
   *
   * @param frame without its length, not yet checked.
   */
  onFrame(frame: Buffer): void;
  /**
   * Called at most once, when the process has ended or was ended for what it did.
   *
   * @param reason for people.
   */
  onGone(reason: string): void;
}

/**
 * Runs a process that has nothing but an inherited pipe: no files but the code of this package, no environment, and no
 * network where the system can deny it.
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
   * @param setup its first message. Must not change.
   * @throws Error if the system starts no more processes. Other failures to start are reported to the listener
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
    this.#listen();
    this.#stream.writeKept(setup);
    this.rest();
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** True if it has not yet read all that was sent to it. */
  get isBehind(): boolean {
    return this.#stream.isBehind;
  }

  tell(frame: Uint8Array): void {
    if (!this.#isGone) this.#stream.write(frame);
  }

  /** Returns its next message if that arrives within some microseconds. */
  next(microseconds: number): Buffer | undefined {
    if (this.isBehind) return undefined; // a message sent before it read the answer ends it in #hearPart
    const known = this.#frames.take();
    if (known !== undefined) return known;
    const part = this.#stream.read(microseconds);
    if (part === undefined) return undefined;
    this.#frames.push(part);
    return this.#frames.take();
  }

  /** Marks it as working: the program stays alive, and memory is checked often. */
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
      this.#watch = setInterval(() => this.#checkMemory(), milliseconds).unref();
  }

  /** Kills it. Resolves when nothing of it is left, or after a bounded time. */
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

  /** Kills it because of its behaviour. */
  fail(reason: string): void {
    if (this.#isGone) return;
    void this.end();
    this.#listener.onGone(reason);
  }

  #listen(): void {
    this.#child.once("error", (cause) => this.fail(`its process cannot be started: ${cause.message}`));
    this.#child.once("close", (code, signal) => this.fail(processDeath(code, signal, this.#errors)));
    this.#child.unref();
    this.#child.stderr?.setEncoding("latin1").on("data", (text: string) => this.#hearError(text));
    (this.#child.stderr as Socket | null)?.unref();
    this.#socket.unref();
    this.#socket.on("data", (part: Buffer) => this.#hearPart(part));
    this.#socket.on("error", () => {}); // "close" follows
    this.#socket.once("close", () => setTimeout(() => this.fail("its process closed its pipe"), CAUSE_WAIT_MAX_MS));
  }

  #hearPart(part: Buffer): void {
    this.#frames.push(part);
    try {
      for (let frame = this.#frames.take(); frame !== undefined && !this.#isGone; frame = this.#frames.take()) {
        if (this.isBehind) throw new Error("it sent a message before it had read the answer");
        this.#listener.onFrame(frame);
      }
    } catch (cause) {
      this.fail(cause instanceof Error ? cause.message : String(cause));
    }
  }

  /** Keeps the beginning of its error output, which is enough to tell why it died. Further output is not read. */
  #hearError(text: string): void {
    this.#errors += text.slice(0, ERRORS_CHARACTERS_MAX - this.#errors.length);
    if (this.#errors.length === ERRORS_CHARACTERS_MAX) this.#child.stderr?.destroy();
  }

  #checkMemory(): void {
    const { residentBytesMax } = this.#options;
    if ((this.#memory?.bytes() ?? 0) <= residentBytesMax) return;
    this.fail(`out of memory: its process took more than its limit of ${residentBytesMax} bytes`);
  }

  /** Kills its process group, which includes any process that it started. */
  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    try {
      process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL"); // the group no longer exists
    }
  }
}

function findPipe({ stdio }: ChildProcess): Socket {
  // Missing if the system is out of file descriptors.
  const pipe: unknown = (stdio as ChildProcess["stdio"] | undefined)?.[CHANNEL_FD];
  if (pipe instanceof Socket) return pipe;
  throw new Error("its process cannot be started: the system has no file descriptor left for its pipe");
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
  const [program, ...args] = [...launcher.command, ...node] as [string, ...string[]]; // never empty
  return spawn(program, args, {
    cwd: parse(CODE_FOLDER).root,
    env: {},
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
}
