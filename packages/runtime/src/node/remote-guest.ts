import { isThenable } from "@airssys/protocol";
import { type Guest, GuestEnd, type GuestEnvironment, type GuestFunction } from "@airssys/runtime";
import type { GuestChannel } from "./guest-channel.ts";
import { GuestImports } from "./guest-imports.ts";
import { type Conclusion, type HostMessage, isGuestMessage, MESSAGE_CHARACTERS_MAX } from "./guest-message.ts";

/**
 * Most questions that are answered before other work of the host has its turn, and most milliseconds after which no
 * further one is answered.
 */
const QUESTIONS_PER_TURN = 50;
const TURN_MAX_MS = 2;

/** The promise of the current start or call. */
interface Pending {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/**
 * A guest in a thread or process, as its host sees it. Everything it sends is untrusted: while it is called it may ask
 * for one of its functions at a time, and anything else ends it.
 */
export class RemoteGuest implements Guest {
  readonly #channel: GuestChannel;
  readonly #environment: GuestEnvironment;
  readonly #imports: GuestImports;
  #pending: Pending | undefined;
  /** True if a start or call was sent and has not ended. */
  #isAtWork = false;
  /** True if the host is still working on an answer. */
  #isAnswering = false;
  #ended: Promise<void> | undefined;
  #reason: GuestEnd | undefined;

  constructor(channel: GuestChannel, environment: GuestEnvironment) {
    this.#channel = channel;
    this.#environment = environment;
    this.#imports = new GuestImports(environment.imports);
  }

  get isEnded(): boolean {
    return this.#ended !== undefined;
  }

  async start(): Promise<ReadonlyMap<string, GuestFunction>> {
    if (this.#reason !== undefined) throw this.#reason; // it was ended before it started
    try {
      this.#channel.open({
        onMessage: (message) => this.#hear(message),
        onGone: (reason, cause) => this.#crash(reason, cause),
      });
    } catch (cause) {
      throw new GuestEnd("crashed", cause instanceof Error ? cause.message : String(cause), { cause });
    }
    const hasClock = this.#environment.clock !== undefined;
    const guest = this.#channel.guest;
    const { buckets } = this.#environment;
    const paths = await this.#ask({ type: "open", guest, imports: this.#imports.names, hasClock, buckets });
    // isGuestMessage has checked the paths.
    return new Map((paths as string[]).map((path) => [path, (args) => this.#call(path, args)]));
  }

  end(reason: GuestEnd): Promise<void> {
    this.#reason ??= reason;
    this.#ended ??= this.#channel.end();
    this.#settle()?.reject(reason);
    return this.#ended;
  }

  #call(path: string, args: readonly unknown[]): Promise<unknown> {
    if (this.isEnded) return Promise.reject(new GuestEnd("crashed", "it is gone"));
    return this.#ask({ type: "call", guest: this.#channel.guest, path, args });
  }

  #ask(message: HostMessage): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending = { resolve, reject };
    const turn = this.#channel.begin();
    if (turn === undefined) this.#begin(message);
    else void turn.then(() => this.#begin(message));
    return promise;
  }

  #begin(message: HostMessage): void {
    if (this.#pending === undefined) return; // it was ended meanwhile
    try {
      this.#channel.send(message);
      this.#isAtWork = true;
    } catch (cause) {
      this.#settle()?.reject(cause);
    }
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#isAtWork = false;
    if (pending !== undefined) this.#channel.finish();
    return pending;
  }

  /**
   * Handles a message and those that follow. A working guest asks again as soon as it is answered, so polling is faster
   * than waiting for the event loop.
   */
  #hear(first: unknown): void {
    const end = performance.now() + TURN_MAX_MS;
    try {
      this.#take(first);
      for (let questions = 1; questions < QUESTIONS_PER_TURN && performance.now() < end; questions++) {
        if (!this.#isAtWork || this.#isAnswering || this.isEnded) return;
        const next = this.#channel.next();
        if (next === undefined) return;
        this.#take(next.message);
      }
    } catch (cause) {
      this.#crash(cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  #take(message: unknown): void {
    if (this.isEnded) return;
    if (!isGuestMessage(message)) throw new Error("it sent something that is not a message");
    if (!this.#isAtWork || this.#isAnswering) throw new Error("it sent a message out of turn");
    switch (message.type) {
      case "import":
        this.#answer(this.#imports.call(message.from, message.name, message.args));
        break;
      case "output":
        this.#answer(this.#environment[message.stream](message.bytes));
        break;
      case "clock":
        this.#answer(this.#environment.clock?.() ?? Date.now());
        break;
      case "started":
      case "returned":
      case "refused":
      case "trapped":
        this.#conclude(message);
        break;
    }
  }

  #conclude(message: Conclusion): void {
    const pending = this.#settle();
    if (message.type === "started") pending?.resolve(message.paths);
    else if (message.type === "returned") pending?.resolve(message.value);
    else if (message.type === "trapped") pending?.reject(new Error(message.message));
    else pending?.reject(Object.assign(new Error("the component returned an error"), { payload: message.payload }));
  }

  #answer(answer: unknown): void {
    if (isThenable(answer)) void this.#answerLater(answer);
    else this.#channel.answer(answer);
  }

  async #answerLater(answer: PromiseLike<unknown>): Promise<void> {
    this.#isAnswering = true;
    try {
      const value = await answer;
      this.#isAnswering = false;
      if (!this.isEnded) this.#channel.answer(value);
    } catch (cause) {
      this.#crash(cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  #crash(reason: string, cause?: unknown): void {
    void this.end(new GuestEnd("crashed", reason.slice(0, MESSAGE_CHARACTERS_MAX), { cause }));
  }
}
