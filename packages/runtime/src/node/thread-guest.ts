import { extname } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { type Guest, GuestEnd, type GuestFunction, type Surroundings } from "@airssys/runtime";
import type { GuestCode } from "../guest/guest-code.ts";
import { GuestImports } from "./guest-imports.ts";
import { withOwnBuffers } from "./own-buffers.ts";
import {
  type Conclusion,
  isGuestMessage,
  LOOKS,
  MESSAGE_CHARACTERS_MAX,
  SENT_BY_GUEST,
  SENT_BY_HOST,
  SIGNALS_BYTES,
  type ThreadSetup,
} from "./thread-message.ts";

const THREAD = new URL(import.meta.resolve(`./guest-thread${extname(import.meta.url)}`));

/** Megabytes of a thread's stack, and of the part of its heap where objects are young. */
const STACK_MEGABYTES = 4;
const YOUNG_MEGABYTES = 8;

/** Most questions that are answered before other work of the host has its turn: about a millisecond. */
const QUESTIONS_PER_TURN = 50;

/** What waits for the thread: the start, or a call. */
interface Pending {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/**
 * A guest in a thread of its own, as its host sees it. What the thread sends is believed in nothing: while it is called it may ask one thing at a
 * time of the functions that it was given, and whatever else it sends ends it.
 */
export class ThreadGuest implements Guest {
  readonly #surroundings: Surroundings;
  readonly #imports: GuestImports;
  readonly #code: GuestCode;
  readonly #heapMegabytesMax: number;
  readonly #signals = new Int32Array(new SharedArrayBuffer(SIGNALS_BYTES));
  readonly #channel = new MessageChannel();
  #worker: Worker | undefined;
  #pending: Pending | undefined;
  /** Whether the host is still at work on a question. */
  #isAnswering = false;
  /** How many messages of the thread were heard. */
  #heard = 0;
  #ended: Promise<void> | undefined;

  constructor(code: GuestCode, surroundings: Surroundings, heapMegabytesMax: number) {
    this.#code = code;
    this.#surroundings = surroundings;
    this.#imports = new GuestImports(surroundings.imports);
    this.#heapMegabytesMax = heapMegabytesMax;
  }

  get isEnded(): boolean {
    return this.#ended !== undefined;
  }

  async start(): Promise<ReadonlyMap<string, GuestFunction>> {
    const paths = await this.#waitFor(() => this.#open());
    return new Map((paths as string[]).map((path) => [path, (args) => this.#call(path, args)])); // looked at
  }

  end(reason: GuestEnd): Promise<void> {
    this.#ended ??= this.#terminated();
    this.#settle()?.reject(reason);
    return this.#ended;
  }

  #open(): void {
    const { port1, port2 } = this.#channel;
    const setup: ThreadSetup = {
      port: port2,
      signals: this.#signals,
      code: this.#code,
      imports: this.#imports.names,
      hasClock: this.#surroundings.clock !== undefined,
      buckets: this.#surroundings.buckets,
    };
    this.#worker = new Worker(THREAD, {
      name: "airssys guest",
      workerData: setup,
      transferList: [port2],
      argv: [],
      env: {},
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: this.#heapMegabytesMax,
        maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
        stackSizeMb: STACK_MEGABYTES,
      },
    });
    this.#worker.on("error", (cause: unknown) => this.#crash(cause));
    this.#worker.on("exit", () => this.#crash("its thread is gone"));
    this.#worker.unref();
    port1.on("message", (message: unknown) => this.#hear(message));
    port1.on("messageerror", (cause: unknown) => this.#crash(cause));
    port1.on("close", () => this.#crash("its thread is gone"));
  }

  async #terminated(): Promise<void> {
    this.#channel.port1.close();
    await this.#worker?.terminate();
  }

  #call(path: string, args: readonly unknown[]): Promise<unknown> {
    if (this.isEnded) return Promise.reject(new GuestEnd("crashed", "its thread is gone"));
    return this.#waitFor(() => this.#send({ path, args }));
  }

  /** The process lives until the thread has answered, and need not live on while it waits to be called. */
  async #waitFor(begin: () => void): Promise<unknown> {
    begin();
    this.#channel.port1.ref();
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#channel.port1.unref();
    return pending;
  }

  #send(message: unknown): void {
    this.#channel.port1.postMessage(message);
    Atomics.add(this.#signals, SENT_BY_HOST, 1);
    Atomics.notify(this.#signals, SENT_BY_HOST);
  }

  /** A guest at work asks again as soon as it is answered, so that it is faster to wait for that than to be told of it by the event loop. */
  #hear(first: unknown): void {
    try {
      this.#take(first);
      for (let questions = 1; questions < QUESTIONS_PER_TURN; questions++) {
        const next = this.#next();
        if (next === undefined) return;
        this.#take(next.message);
      }
    } catch (cause) {
      this.#crash(cause);
    }
  }

  #next(): { readonly message: unknown } | undefined {
    if (this.#pending === undefined || this.#isAnswering || this.isEnded) return undefined;
    for (let look = 0; look < LOOKS && Atomics.load(this.#signals, SENT_BY_GUEST) === this.#heard; look++);
    return receiveMessageOnPort(this.#channel.port1);
  }

  #take(message: unknown): void {
    if (this.isEnded) return;
    this.#heard++;
    if (!isGuestMessage(message)) throw new Error("its thread sent what is no message");
    if (this.#pending === undefined || this.#isAnswering) throw new Error("its thread spoke when it must not");
    if (message.type === "import") this.#answer(this.#imports.call(message.from, message.name, message.args));
    else if (message.type === "output") this.#answer(this.#surroundings[message.stream](message.bytes));
    else if (message.type === "clock") this.#answer(this.#surroundings.clock?.() ?? Date.now());
    else this.#conclude(message);
  }

  #conclude(message: Conclusion): void {
    const pending = this.#settle();
    if (message.type === "started") pending?.resolve(message.paths);
    else if (message.type === "returned") pending?.resolve(message.value);
    else if (message.type === "trapped") pending?.reject(new Error(message.message));
    else pending?.reject(Object.assign(new Error("the component returned an error"), { payload: message.payload }));
  }

  #answer(answer: unknown): void {
    if (answer instanceof Promise) void this.#answerLater(answer);
    else this.#send(withOwnBuffers(answer));
  }

  async #answerLater(answer: Promise<unknown>): Promise<void> {
    this.#isAnswering = true;
    try {
      const value = await answer;
      this.#isAnswering = false;
      if (!this.isEnded) this.#send(withOwnBuffers(value));
    } catch (cause) {
      this.#crash(cause);
    }
  }

  #crash(cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    void this.end(new GuestEnd("crashed", message.slice(0, MESSAGE_CHARACTERS_MAX), { cause }));
  }
}
