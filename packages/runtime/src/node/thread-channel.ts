import { extname } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { GuestCode } from "../guest/guest-code.ts";
import type { ChannelListener, GuestChannel, ReceivedMessage } from "./guest-channel.ts";
import type { HostMessage } from "./guest-message.ts";
import { withOwnBuffers } from "./own-buffers.ts";
import { SENT_BY_GUEST, SENT_BY_HOST, SIGNALS_BYTES, SPINS_MAX, type ThreadSetup } from "./thread-setup.ts";

const THREAD = new URL(import.meta.resolve(`./guest-thread${extname(import.meta.url)}`));

/** Size of a thread's stack, and of the young generation of its heap, in megabytes. */
const STACK_MEGABYTES = 4;
const YOUNG_MEGABYTES = 8;

/** Most milliseconds to wait, after the port closed, for the event that says why the thread died. */
const CAUSE_WAIT_MAX_MS = 500;

const GONE = "its thread is gone";

/** A worker thread with one guest. */
export class ThreadChannel implements GuestChannel {
  readonly guest = 0;
  readonly #code: GuestCode;
  readonly #heapMegabytesMax: number;
  readonly #signals = new Int32Array(new SharedArrayBuffer(SIGNALS_BYTES));
  readonly #channel = new MessageChannel();
  #worker: Worker | undefined;
  /** Number of messages received. */
  #heard = 0;

  constructor(code: GuestCode, heapMegabytesMax: number) {
    this.#code = code;
    this.#heapMegabytesMax = heapMegabytesMax;
  }

  open(listener: ChannelListener): void {
    const { port1, port2 } = this.#channel;
    const setup: ThreadSetup = { port: port2, signals: this.#signals, code: this.#code };
    this.#worker = this.#begun(setup);
    this.#worker.on("error", (cause: unknown) => listener.onGone(...this.#death(cause)));
    this.#worker.on("exit", (code) => listener.onGone(code === 0 ? GONE : `its thread ended with the code ${code}`));
    this.#worker.unref();
    port1.on("message", (message: unknown) => {
      this.#heard++;
      listener.onMessage(message);
    });
    port1.on("messageerror", (cause: unknown) => listener.onGone("it sent something that cannot be received", cause));
    port1.on("close", () => setTimeout(() => listener.onGone(GONE), CAUSE_WAIT_MAX_MS).unref());
  }

  begin(): undefined {
    this.#channel.port1.ref();
  }

  finish(): void {
    this.#channel.port1.unref();
  }

  send(message: HostMessage): void {
    this.#post(message);
  }

  answer(value: unknown): void {
    this.#post(withOwnBuffers(value));
  }

  next(): ReceivedMessage | undefined {
    for (let look = 0; look < SPINS_MAX && Atomics.load(this.#signals, SENT_BY_GUEST) === this.#heard; look++);
    const received = receiveMessageOnPort(this.#channel.port1);
    if (received !== undefined) this.#heard++;
    return received;
  }

  async end(): Promise<void> {
    this.#channel.port1.close();
    await this.#worker?.terminate();
  }

  #post(message: unknown): void {
    this.#channel.port1.postMessage(message);
    Atomics.add(this.#signals, SENT_BY_HOST, 1);
    Atomics.notify(this.#signals, SENT_BY_HOST);
  }

  #begun(setup: ThreadSetup): Worker {
    return new Worker(THREAD, {
      name: "airssys guest",
      workerData: setup,
      transferList: [setup.port],
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
  }

  #death(cause: unknown): [reason: string, cause: unknown] {
    const isFull = cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
    if (isFull) return [`out of memory: its thread needed a heap of more than ${this.#heapMegabytesMax} MB`, cause];
    return [cause instanceof Error ? cause.message : String(cause), cause];
  }
}
