import type { Binding, CallSettings, NamespaceUsage } from "@airssys/host";
import type { CallBorder } from "../call/call-border.ts";
import { commitFailure, fatalFailure, noSuchExport, reentrant, refusal } from "../call/call-failure.ts";
import type { CallMeter, GuestLoss } from "../call/call-meter.ts";
import type { CallArguments, CallResult, ExportAt, ExportPath } from "../call/export-path.ts";
import type { GuestFunction } from "../call/guest-function.ts";
import { CallError, type CallErrorCode } from "../errors/call-error.ts";
import { GuestEnd } from "../errors/guest-end.ts";
import { type Gate, gated } from "../guest/gate.ts";
import type { Guest } from "../guest/guest.ts";
import { GuestStack } from "../guest/guest-stack.ts";
import type { OpenGuest } from "../guest/isolation.ts";
import type { BucketNames } from "../imports/wasi-keyvalue/bucket-names.ts";
import { GuestOutput } from "../output/guest-output.ts";
import type { OutputListener } from "../output/output.ts";
import { CallQueue } from "../queues/call-queue.ts";
import type { Places } from "../queues/places.ts";
import { clearTimeout, performance, setTimeout } from "../time/platform-time.ts";
import { EventDelivery } from "./event-delivery.ts";
import type { Instance, StopOptions } from "./instance.ts";
import { type RunLimits, TIMER_MAX } from "./run-limits.ts";
import { TimeLimit } from "./time-limit.ts";

/** What an instance is made of. */
export interface InstanceParts {
  readonly openGuest: OpenGuest;
  readonly border: CallBorder;
  readonly binding: Binding;
  /** The namespaces of the identifiers of `wasi:keyvalue` that the host maps. */
  readonly buckets?: BucketNames | undefined;
  readonly limits: RunLimits;
  /** Where starts wait for their turn; `undefined` where only one can be under way anyhow. */
  readonly startQueue: Places | undefined;
  readonly listen: OutputListener | undefined;
  readonly clock: (() => number) | undefined;
  readonly meter: CallMeter | undefined;
  /** Told of deliveries of events that failed: nobody made these calls who could be. */
  readonly onEventFailure: ((error: CallError) => void) | undefined;
}

/** What a component exports to have the events of its watches delivered. */
const EVENT_HANDLER = "storageEvents.handle";

/** A guest that can be called, until it ends. */
interface Live {
  readonly guest: Guest;
  readonly gate: Gate;
  readonly functions: ReadonlyMap<string, GuestFunction>;
}

/** What a guest is to do. */
interface Task<T> extends Pick<Live, "guest" | "gate"> {
  /** What it is, for errors. */
  readonly what: string;
  /** Most milliseconds that it may take; `undefined`: as long as it takes. */
  readonly timeMax: number | undefined;
  readonly work: () => T | Promise<T>;
}

interface TaskSurroundings<T> {
  /** Does the work when it is its turn. */
  readonly enter?: (work: () => T | Promise<T>) => T | Promise<T>;
  readonly settings?: CallSettings | undefined;
}

/** A component at work under the id of a binding. */
export class BoundInstance<Exports> implements Instance<Exports> {
  readonly #parts: InstanceParts;
  readonly #onStopped: () => void;
  readonly #queue: CallQueue;
  readonly #stack = new GuestStack();
  readonly #output: GuestOutput;
  readonly #events: EventDelivery;
  /** The guest at work, or being started. */
  #guest: Guest | undefined;
  #live: Live | undefined;
  /** The end of the guest before. */
  #lost: Promise<void> | undefined;
  /** Gives up a call that waits for the turn of its namespace, or a start that waits in its queue. */
  #giveUp: (() => void) | undefined;
  #traps = 0;

  /** @param onStopped called each time it was stopped. */
  constructor(parts: InstanceParts, onStopped: () => void) {
    this.#parts = parts;
    this.#onStopped = onStopped;
    this.#queue = new CallQueue(this.id, parts.limits.callsWaitingMax);
    this.#output = new GuestOutput(this.id, this.#stack, parts.listen);
    this.#events = new EventDelivery(parts.binding, () => this.#deliverNext(), parts.onEventFailure);
  }

  get id(): string {
    return this.#parts.binding.componentId;
  }

  get stdout(): string {
    return this.#output.stdout;
  }

  get stderr(): string {
    return this.#output.stderr;
  }

  get traps(): number {
    return this.#traps;
  }

  /** Makes the first guest, and proves that there can be one. */
  async start(): Promise<void> {
    try {
      await this.#queue.run(() => this.#instantiate());
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  call<Path extends ExportPath<Exports>>(
    path: Path,
    ...args: CallArguments<ExportAt<Exports, Path>>
  ): Promise<CallResult<ExportAt<Exports, Path>>> {
    const { meter } = this.#parts;
    const call = meter === undefined ? this.#enqueue(path, args) : this.#measured(meter, path, args);
    return call as Promise<CallResult<ExportAt<Exports, Path>>>;
  }

  async usage(): Promise<NamespaceUsage> {
    return this.#parts.binding.usage();
  }

  async stop({ graceMs = Number.POSITIVE_INFINITY }: StopOptions = {}): Promise<void> {
    if (!(graceMs >= 0)) throw new RangeError(`"graceMs" must be 0 or more milliseconds, got ${graceMs}`);
    this.#queue.close(graceMs);
    const timer = graceMs <= TIMER_MAX ? setTimeout(() => this.#cut(), graceMs) : undefined;
    await this.#queue.ended();
    clearTimeout(timer);
    await this.#guest?.end(new GuestEnd("stopped", "its instance was stopped"));
    await this.#lost;
    this.#live = undefined;
    this.#parts.binding.reset();
    this.#onStopped();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Ends the call under way if it can be ended, and lets no other begin. */
  #cut(): void {
    this.#queue.close(0);
    this.#giveUp?.();
    void this.#guest?.end(new GuestEnd("stopped", "it was still at work when the time for stopping was over"));
  }

  #enqueue(path: string, args: readonly unknown[], begin = () => {}): Promise<unknown> {
    if (this.#stack.isEntered) return Promise.reject(reentrant(this.#named(path)));
    try {
      const taken = this.#taken(path, args);
      return this.#queue.run(() => {
        begin();
        return this.#run(path, taken);
      });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #taken(path: string, args: readonly unknown[]): readonly unknown[] {
    return this.#parts.border.takeArguments(this.id, path, args);
  }

  async #measured(meter: CallMeter, path: string, args: readonly unknown[]): Promise<unknown> {
    let begun: number | undefined;
    let code: CallErrorCode | undefined;
    try {
      return await this.#enqueue(path, args, () => {
        begun = performance.now();
      });
    } catch (error) {
      code = error instanceof CallError ? error.code : "trapped";
      throw error;
    } finally {
      meter.callEnded(code, begun && (performance.now() - begun) / 1_000);
    }
  }

  async #run(path: string, args: readonly unknown[]): Promise<unknown> {
    return await this.#callExport(this.#living() ?? (await this.#instantiate()), path, args);
  }

  async #callExport(live: Live, path: string, args: readonly unknown[], settings?: CallSettings): Promise<unknown> {
    const { border, limits } = this.#parts;
    const callee = border.has(path) ? live.functions.get(path) : undefined;
    if (callee === undefined) throw noSuchExport(path, live.functions);
    const work = () => border.takeAnswer(path, callee(args));
    return await this.#asTransaction({ ...live, what: path, timeMax: limits.callTimeMax, work }, { settings });
  }

  /** Hands over the events of one watch. They are for the guest that watches, and end with it. */
  #deliverNext(): Promise<void> {
    return this.#queue.runBesides(async () => {
      const live = this.#living();
      const delivery = this.#parts.binding.takeEvents();
      if (live === undefined || delivery === undefined) return;
      const args = this.#taken(EVENT_HANDLER, [delivery.watch, delivery.events]);
      await this.#callExport(live, EVENT_HANDLER, args, { isDelivery: true });
    });
  }

  #living(): Live | undefined {
    if (this.#live?.guest.isEnded === true) this.#lose(this.#live.guest, "crashed");
    return this.#live;
  }

  /** Makes what is called. Code that a component runs when it is instantiated is a transaction of its own. */
  async #instantiate(): Promise<Live> {
    await this.#lost;
    const { imports, gate } = gated(this.#parts.binding.imports, this.#stack);
    const guest = this.#parts.openGuest({
      imports,
      stdout: this.#output.takeOutput,
      stderr: this.#output.takeErrors,
      clock: this.#parts.clock,
      buckets: this.#parts.buckets,
    });
    this.#guest = guest;
    const start = {
      what: "the start",
      guest,
      gate,
      timeMax: this.#parts.limits.startTimeMax,
      work: () => guest.start(),
    };
    const functions = await this.#asTransaction(start, { enter: (work) => this.#inStartQueue(work) });
    this.#live = { guest, gate, functions };
    if (functions.has(EVENT_HANDLER)) this.#events.begin();
    return this.#live;
  }

  /** Lets the guest work, and commits what it wrote if it returns. */
  async #asTransaction<T>(task: Task<T>, { enter = (work) => work(), settings }: TaskSurroundings<T> = {}): Promise<T> {
    const call = this.#named(task.what);
    try {
      return await this.#inTurn(() => enter(() => this.#throughGate(call, task)), settings);
    } catch (cause) {
      throw cause instanceof CallError ? cause : commitFailure(call, cause);
    }
  }

  /** Waits for a place among the starts of the host, but not longer than stopping may take. */
  async #inStartQueue<T>(work: () => T | Promise<T>): Promise<T> {
    const { startQueue } = this.#parts;
    if (startQueue === undefined) return work();
    const waiting = new AbortController();
    this.#giveUp = () => waiting.abort(this.#queue.stopped());
    const leave = await startQueue.enter(waiting.signal);
    this.#giveUp = undefined;
    try {
      this.#queue.requireTime();
      return await work();
    } finally {
      leave();
    }
  }

  /** Waits for other instances of the namespace that are at work, but not longer than stopping may take. */
  #inTurn<T>(work: () => T | Promise<T>, settings?: CallSettings): Promise<T> {
    this.#queue.requireTime();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const begin = () => {
      this.#giveUp = undefined;
      this.#queue.requireTime();
      return work();
    };
    this.#giveUp = () => reject(this.#queue.stopped());
    this.#parts.binding.call(begin, settings).then(resolve, reject);
    return promise;
  }

  /**
   * Lets the guest work with its imports open to it. What answers at once stays as it is, so that nothing comes between
   * a call and its commit.
   */
  #throughGate<T>(call: string, task: Task<T>): T | Promise<T> {
    const { guest, gate } = task;
    const done = (result: T): T => {
      gate.requireQuiet();
      gate.close();
      return result;
    };
    const failed = (cause: unknown): CallError => {
      gate.close();
      return this.#failure(call, guest, cause);
    };
    this.#output.beginCall();
    gate.open();
    try {
      const answer = this.#stack.enter(task.work);
      if (!(answer instanceof Promise)) return done(answer);
      const answered = this.#inTime(task, answer).then(done);
      return answered.catch((cause: unknown) => {
        throw failed(cause);
      });
    } catch (cause) {
      throw failed(cause);
    }
  }

  /** Ends a guest that takes longer than it may. */
  async #inTime<T>({ guest, timeMax }: Task<T>, answer: Promise<T>): Promise<T> {
    if (timeMax === undefined) return answer;
    const reason = () => new GuestEnd("timed-out", `it took longer than the ${timeMax} ms that it may`);
    const limit = new TimeLimit(timeMax, this.#stack, () => void guest.end(reason()));
    try {
      return await answer;
    } finally {
      limit.stop();
    }
  }

  #failure(call: string, guest: Guest, cause: unknown): CallError {
    const refused = refusal(call, cause);
    if (refused !== undefined) return refused;
    const { error, loss } = fatalFailure(call, cause, this.#output.errorsOfCall);
    this.#lose(guest, loss);
    return error;
  }

  /** The next call has a new guest. */
  #lose(guest: Guest, loss: GuestLoss | undefined): void {
    this.#live = undefined;
    this.#guest = undefined;
    this.#parts.binding.reset(); // its watches end with it
    this.#lost = guest.end(new GuestEnd("stopped", "it is of no use any more"));
    if (loss === undefined) return;
    this.#traps++;
    this.#parts.meter?.guestLost(loss);
  }

  #named(what: string): string {
    return `${what} of ${this.id}`;
  }
}
