import type { ChannelListener, GuestChannel, ReceivedMessage } from "./guest-channel.ts";
import type { HostMessage } from "./guest-message.ts";
import type { ProcessPool, Seat } from "./process-pool.ts";

/** Connects the host with one guest of a process, which others may share. */
export class ProcessChannel implements GuestChannel {
  readonly #pool: ProcessPool;
  #seat: Seat | undefined;

  constructor(pool: ProcessPool) {
    this.#pool = pool;
  }

  get guest(): number {
    return this.#opened().guest;
  }

  open(listener: ChannelListener): void {
    this.#seat = this.#pool.take();
    this.#seat.process.join(this.#seat.guest, listener);
  }

  begin(): Promise<void> | undefined {
    const { process, guest } = this.#opened();
    return process.begin(guest);
  }

  finish(): void {
    const { process, guest } = this.#opened();
    process.finish(guest);
  }

  send(message: HostMessage): void {
    this.#opened().process.tell(message);
  }

  answer(value: unknown): void {
    this.#opened().process.tell(value);
  }

  next(): ReceivedMessage | undefined {
    return this.#opened().process.next();
  }

  async end(): Promise<void> {
    await this.#seat?.process.leave(this.#seat.guest);
  }

  #opened(): Seat {
    if (this.#seat === undefined) throw new Error("the channel has to be opened first");
    return this.#seat;
  }
}
