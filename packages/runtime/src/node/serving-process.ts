import type { ChannelListener, ReceivedMessage } from "./guest-channel.ts";
import { isGuestMessage } from "./guest-message.ts";
import { GuestProcess, type ProcessOptions } from "./guest-process.ts";
import { HOST_MESSAGE_BYTES_MAX } from "./process-message.ts";
import { decode } from "./wire/decoder.ts";
import { Encoder } from "./wire/encoder.ts";

/**
 * Time for which the host polls for the next question before it returns to its event loop, in microseconds. Waking up
 * takes 5 to 50 µs, and most questions come sooner.
 */
const LOOK_MICROSECONDS = 30;

const encoder = new Encoder(HOST_MESSAGE_BYTES_MAX);

/** A process of one component, whose guests take turns. */
export class ServingProcess {
  readonly #process: GuestProcess;
  readonly #guestsMax: number;
  readonly #onRest: () => void;
  readonly #guests = new Map<number, ChannelListener>();
  readonly #waiting = new Map<number, () => void>();
  #left: number[] = [];
  #joined = 0;
  /** The guest that is working. */
  #current: number | undefined;
  #isReady = false;

  /**
   * @param setup the frame with its component.
   * @param guestsMax most guests in its lifetime.
   * @param onRest called when it becomes idle.
   */
  constructor(options: ProcessOptions, setup: Uint8Array, guestsMax: number, onRest: () => void) {
    this.#guestsMax = guestsMax;
    this.#onRest = onRest;
    this.#process = new GuestProcess(options, setup, {
      onFrame: (frame) => this.#hear(decode(frame)),
      onGone: (reason) => this.#gone(reason),
    });
  }

  get isGone(): boolean {
    return this.#process.isGone;
  }

  /** Returns the number of a new guest; `undefined` if the process takes no more. */
  reserve(): number | undefined {
    if (this.isGone || this.#joined === this.#guestsMax) return undefined;
    return this.#joined++;
  }

  join(guest: number, listener: ChannelListener): void {
    this.#guests.set(guest, listener);
  }

  /** Begins a start or a call. Returns a promise if other guests have their turn first. */
  begin(guest: number): Promise<void> | undefined {
    if (this.isGone) {
      queueMicrotask(() => this.#guests.get(guest)?.onGone("its process is gone"));
      return undefined;
    }
    if (this.#current === undefined) {
      this.#current = guest;
      this.#process.work();
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.set(guest, resolve));
  }

  finish(guest: number): void {
    this.#waiting.delete(guest);
    if (this.#current !== guest) return;
    this.#tellLeft();
    const [next] = this.#waiting;
    this.#current = next?.[0];
    if (next !== undefined) {
      this.#waiting.delete(next[0]);
      next[1]();
      return;
    }
    this.#process.rest();
    this.#onRest();
  }

  tell(value: unknown): void {
    this.#process.tell(encoder.frame(value));
  }

  next(): ReceivedMessage | undefined {
    const frame = this.#process.next(LOOK_MICROSECONDS);
    return frame && { message: decode(frame) };
  }

  /** Ends a guest. Ends the process too if the guest is working or is the last one. */
  async leave(guest: number): Promise<void> {
    const isAtWork = this.#current === guest;
    this.#guests.delete(guest);
    if (isAtWork || this.#guests.size === 0) return await this.end(guest);
    this.#left.push(guest);
    if (this.#current === undefined) this.#tellLeft();
  }

  /** Ends the process. */
  async end(by?: number): Promise<void> {
    this.#guests.delete(by ?? -1);
    const ended = this.#process.end();
    this.#gone("the process that it shared with another instance was ended");
    await ended;
  }

  #hear(message: unknown): void {
    if (!this.#isReady) {
      this.#isReady = true;
      requireReadyMessage(message);
      return;
    }
    const listener = this.#current === undefined ? undefined : this.#guests.get(this.#current);
    if (listener === undefined) throw new Error("it sent a message out of turn");
    listener.onMessage(message);
  }

  #gone(reason: string): void {
    const guests = [...this.#guests.values()];
    this.#guests.clear();
    this.#waiting.clear();
    for (const listener of guests) listener.onGone(reason);
  }

  #tellLeft(): void {
    for (const guest of this.#left) this.tell({ type: "close", guest });
    this.#left = [];
  }
}

/** @throws Error unless the message says that the process has compiled its component */
function requireReadyMessage(message: unknown): void {
  if (typeof message === "object" && message !== null && "type" in message && message.type === "ready") return;
  const isFailure = isGuestMessage(message) && message.type === "trapped";
  throw new Error(isFailure ? `it cannot be compiled: ${message.message}` : "it sent something that is not a message");
}
