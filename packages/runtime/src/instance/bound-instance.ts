import type { Binding, CallSettings, NamespaceUsage } from "@airssys/host";
import type { CallBorder } from "../call/call-border.ts";
import { commitFailure, fatalFailure, noSuchExport, reentrant, refusal } from "../call/call-failure.ts";
import type { CallMeter, GuestLoss } from "../call/call-meter.ts";
import type { CallArguments, CallResult, ExportAt, ExportPath } from "../call/export-path.ts";
import type { GuestFunction } from "../call/guest-function.ts";
import { CallError, type CallErrorCode } from "../errors/call-error.ts";
import { GuestEnd } from "../errors/guest-end.ts";
import { type Gate, guardImports } from "../guest/gate.ts";
import type { Guest } from "../guest/guest.ts";
import { GuestStack } from "../guest/guest-stack.ts";
import type { OpenGuest } from "../guest/isolation.ts";
import type { BucketNames } from "../imports/wasi-keyvalue/bucket-names.ts";
import { GuestOutput } from "../output/guest-output.ts";
import type { OutputListener } from "../output/output.ts";
import type { SourceTrace } from "../output/source-trace.ts";
import { CallQueue } from "../queues/call-queue.ts";
import type { Semaphore } from "../queues/semaphore.ts";
import { pause } from "../time/pause.ts";
import { clearTimeout, performance, setTimeout } from "../time/platform-time.ts";
import { EventDelivery } from "./event-delivery.ts";
import type { Instance, StopOptions } from "./instance.ts";
import { retryConflicts } from "./retry-conflicts.ts";
import { type RunLimits, TIMER_MAX_MS } from "./run-limits.ts";
import { TimeLimit } from "./time-limit.ts";

/** Everything that an instance needs. */
export interface InstanceParts {
  readonly openGuest: OpenGuest;
  readonly border: CallBorder;
  readonly binding: Binding;
  /** Namespaces for identifiers of `wasi:keyvalue` that the host maps. */
  readonly buckets?: BucketNames | undefined;
  readonly limits: RunLimits;
  /** Limits concurrent starts; `undefined` where only one start can run at a time anyway. */
  readonly startQueue: Semaphore | undefined;
  readonly listen: OutputListener | undefined;
  /** Where positions in the guest's stack traces come from. */
  readonly trace?: SourceTrace | undefined;
  readonly clock: (() => number) | undefined;
  readonly meter: CallMeter | undefined;
  /** How often work that loses to another commit is done again. */
  readonly retries: number;
  /** Receives failures of event deliveries, which have no caller who could. */
  readonly onEventFailure: ((error: CallError) => void) | undefined;
}

/** Export that receives the events of watches. */
const EVENT_HANDLER = "storageEvents.handle";

/** A guest that was started and has not ended. */
interface Live {
  readonly guest: Guest;
  readonly gate: Gate;
  readonly functions: ReadonlyMap<string, GuestFunction>;
}

/** Work for a guest. */
interface Task<T> extends Pick<Live, "guest" | "gate"> {
  /** Name of the work, for errors. */
  readonly what: string;
  /** Most milliseconds that it may take; `undefined` for no limit. */
  readonly timeMaxMs: number | undefined;
  readonly work: () => T | Promise<T>;
}

interface TaskSettings<T> {
  /** Runs the work when its turn comes. Default: at once. */
  readonly enter?: (work: () => T | Promise<T>) => T | Promise<T>;
  readonly settings?: CallSettings | undefined;
}

/** A running component with the id of its binding. */
export class BoundInstance<Exports> implements Instance<Exports> {
  readonly #parts: InstanceParts;
  readonly #onStopped: () => void;
  readonly #queue: CallQueue;
  readonly #stack = new GuestStack();
  readonly #output: GuestOutput;
  readonly #events: EventDelivery;
  /** The current guest, or the one being started. */
  #guest: Guest | undefined;
  #live: Live | undefined;
  /** Resolves when the previous guest has ended. */
  #lost: Promise<void> | undefined;
  /** Gives up a call that waits for its namespace, or a start that waits for the semaphore. */
  #giveUp: (() => void) | undefined;
  #traps = 0;

  /** @param onStopped called each time the instance was stopped. */
  constructor(parts: InstanceParts, onStopped: () => void) {
    this.#parts = parts;
    this.#onStopped = onStopped;
    this.#queue = new CallQueue(this.id, parts.limits.callsWaitingMax);
    this.#output = new GuestOutput(this.id, this.#stack, parts.listen, parts.trace);
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

  /** Starts the first guest, which shows that one can be started. */
  async start(): Promise<void> {
    try {
      await this.#queue.run(() => this.#retrying(() => this.#instantiate()));
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
    const call = meter === undefined ? this.#enqueue(path, args) : this.#measure(meter, path, args);
    return call as Promise<CallResult<ExportAt<Exports, Path>>>;
  }

  async usage(): Promise<NamespaceUsage> {
    return this.#parts.binding.usage();
  }

  async stop({ graceMs = Number.POSITIVE_INFINITY }: StopOptions = {}): Promise<void> {
    if (!(graceMs >= 0)) throw new RangeError(`"graceMs" must be 0 or more milliseconds, got ${graceMs}`);
    this.#queue.close(graceMs);
    const timer = graceMs <= TIMER_MAX_MS ? setTimeout(() => this.#endNow(), graceMs) : undefined;
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

  /** Ends the current call if possible, and lets no other begin. */
  #endNow(): void {
    this.#queue.close(0);
    this.#giveUp?.();
    void this.#guest?.end(new GuestEnd("stopped", "it was still running at the end of the grace period"));
  }

  #enqueue(path: string, args: readonly unknown[], begin = () => {}): Promise<unknown> {
    if (this.#stack.isEntered) return Promise.reject(reentrant(this.#describeCall(path)));
    try {
      const taken = this.#takeArguments(path, args);
      return this.#queue.run(() => {
        begin();
        return this.#run(path, taken);
      });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #takeArguments(path: string, args: readonly unknown[]): readonly unknown[] {
    return this.#parts.border.takeArguments(this.id, path, args);
  }

  async #measure(meter: CallMeter, path: string, args: readonly unknown[]): Promise<unknown> {
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

  #run(path: string, args: readonly unknown[]): Promise<unknown> {
    return this.#retrying(async () => this.#callExport(this.#liveGuest() ?? (await this.#instantiate()), path, args));
  }

  #retrying<T>(work: () => Promise<T>): Promise<T> {
    return retryConflicts(this.#parts.retries, work, (milliseconds) => this.#pause(milliseconds));
  }

  /** Waits, but no longer than the grace period of `stop`. */
  async #pause(milliseconds: number): Promise<void> {
    const stopping = new AbortController();
    this.#giveUp = () => stopping.abort(this.#queue.stopped());
    await pause(milliseconds, stopping.signal);
    this.#giveUp = undefined;
  }

  async #callExport(live: Live, path: string, args: readonly unknown[], settings?: CallSettings): Promise<unknown> {
    const { border, limits } = this.#parts;
    const callee = border.has(path) ? live.functions.get(path) : undefined;
    if (callee === undefined) throw noSuchExport(path, live.functions);
    const work = () => border.takeAnswer(path, callee(args));
    return await this.#asTransaction({ ...live, what: path, timeMaxMs: limits.callTimeMaxMs, work }, { settings });
  }

  /** Delivers the events of one watch. They belong to the guest that watches, and are dropped with it. */
  #deliverNext(): Promise<void> {
    return this.#queue.runUncounted(async () => {
      const live = this.#liveGuest();
      const delivery = this.#parts.binding.takeEvents();
      if (live === undefined || delivery === undefined) return;
      const args = this.#takeArguments(EVENT_HANDLER, [delivery.watch, delivery.events]);
      await this.#retrying(() => this.#callExport(live, EVENT_HANDLER, args, { isDelivery: true }));
    });
  }

  #liveGuest(): Live | undefined {
    if (this.#live?.guest.isEnded === true) this.#dropGuest(this.#live.guest, "crashed");
    return this.#live;
  }

  /** Starts a guest. Code that a component runs while it is instantiated is a transaction of its own. */
  async #instantiate(): Promise<Live> {
    await this.#lost;
    const { imports, gate } = guardImports(this.#parts.binding.imports, this.#stack);
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
      timeMaxMs: this.#parts.limits.startTimeMaxMs,
      work: () => guest.start(),
    };
    const started = this.#asTransaction(start, { enter: (work) => this.#inStartQueue(work) });
    const functions = await started.catch((error: unknown) => {
      if (this.#guest === guest) this.#dropGuest(guest, undefined); // it started, and that was not committed
      throw error;
    });
    this.#live = { guest, gate, functions };
    if (functions.has(EVENT_HANDLER)) this.#events.begin();
    return this.#live;
  }

  /** Runs a task in a transaction, and commits if it returns. */
  async #asTransaction<T>(task: Task<T>, { enter = (work) => work(), settings }: TaskSettings<T> = {}): Promise<T> {
    const call = this.#describeCall(task.what);
    try {
      return await this.#inTurn(() => enter(() => this.#throughGate(call, task)), settings);
    } catch (cause) {
      throw cause instanceof CallError ? cause : commitFailure(call, cause);
    }
  }

  /** Waits for other starts of the host, but no longer than the grace period of `stop`. */
  async #inStartQueue<T>(work: () => T | Promise<T>): Promise<T> {
    const { startQueue } = this.#parts;
    if (startQueue === undefined) return work();
    const waiting = new AbortController();
    this.#giveUp = () => waiting.abort(this.#queue.stopped());
    const release = await startQueue.acquire(waiting.signal);
    this.#giveUp = undefined;
    try {
      this.#queue.requireOpen();
      return await work();
    } finally {
      release();
    }
  }

  /** Waits for other instances of the namespace that are working, but no longer than the grace period of `stop`. */
  #inTurn<T>(work: () => T | Promise<T>, settings?: CallSettings): Promise<T> {
    this.#queue.requireOpen();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const begin = () => {
      this.#giveUp = undefined;
      this.#queue.requireOpen();
      return work();
    };
    this.#giveUp = () => reject(this.#queue.stopped());
    this.#parts.binding.call(begin, settings).then(resolve, reject);
    return promise;
  }

  /**
   * Runs a task with the gate open. An immediate answer stays immediate, so that nothing runs between a call and its
   * commit.
   */
  #throughGate<T>(call: string, task: Task<T>): T | Promise<T> {
    const { guest, gate } = task;
    const done = (result: T): T => {
      gate.requireNoPendingImport();
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

  /** Ends the guest if it exceeds its time limit. */
  async #inTime<T>({ guest, timeMaxMs }: Task<T>, answer: Promise<T>): Promise<T> {
    if (timeMaxMs === undefined) return answer;
    const reason = () => new GuestEnd("timed-out", `it took longer than its limit of ${timeMaxMs} ms`);
    const limit = new TimeLimit(timeMaxMs, this.#stack, () => void guest.end(reason()));
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
    this.#dropGuest(guest, loss);
    return error;
  }

  /** Drops the guest. The next call starts a new one. */
  #dropGuest(guest: Guest, loss: GuestLoss | undefined): void {
    this.#live = undefined;
    this.#guest = undefined;
    this.#parts.binding.reset(); // its watches end with it
    this.#lost = guest.end(new GuestEnd("stopped", "it was replaced"));
    if (loss === undefined) return;
    this.#traps++;
    this.#parts.meter?.guestLost(loss);
  }

  #describeCall(what: string): string {
    return `${what} of ${this.id}`;
  }
}
