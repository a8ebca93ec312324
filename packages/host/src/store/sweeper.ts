import { type Bytes, keyAfter, type Mode } from "@airssys/backend";
import { componentNamespace } from "@airssys/protocol";
import { monotonicNow } from "../time/platform-time.ts";
import { RECORDS, recordName } from "./format/namespace-layout.ts";
import { decodeRecord } from "./format/namespace-record.ts";
import { NEVER } from "./format/stored-entry.ts";
import type { StoreCore } from "./store-core.ts";
import { type Swept, sweep } from "./sweep.ts";

/** The work of a sweeper since its store was opened. */
export interface SweepStats {
  /** Expired entries that it has removed. */
  readonly keys: number;
  /** Key + value of those entries, in bytes. */
  readonly bytes: number;
  /** Commits that removed something. */
  readonly commits: number;
  /** Steps that wrote nothing, because another commit won. They are tried again. */
  readonly conflicts: number;
  /** Looks and steps that failed. The namespace is tried again in the next round. */
  readonly failures: number;
  /** The last of those failures. */
  readonly lastFailure: unknown;
}

/**
 * Gives back the space of entries that have expired, in every namespace of a store, also those that nobody uses. Every
 * second it looks at the records of all namespaces. It works in steps, each one commit of about 2 ms, and rests four
 * times as long after each. A step waits for its turn among those who write to the namespace, so that no call loses to
 * it. Calls take no turns in shared namespaces: those are swept only while no call is under way, of any host
 * over the backend.
 *
 * Nobody can see what it removes. Without it a namespace keeps what has expired until it is written.
 */
export interface Sweeper {
  readonly isRunning: boolean;
  readonly stats: SweepStats;
  /** Begins to sweep, unless it has begun. It does not keep the process alive. */
  start(): void;
  /** Stops to sweep. Resolves once no step is under way, so that the backend may be closed. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks at all namespaces. */
const ROUND_MILLISECONDS = 1_000;

/** Milliseconds that a step should take. */
const STEP_MILLISECONDS = 2;

/** Length of a rest, as a multiple of the work before it. */
const REST_FACTOR = 4;

/** Records that are read at once. */
const RECORDS_PER_LOOK = 100;

const KEYS_PER_STEP_MAX = 1_000;

/** The beginning of the names of namespaces that belong to one component alone. */
const OWN_NAMESPACES = componentNamespace("");

/** Creates the sweeper of a store. It has to be started. */
export function createSweeper<M extends Mode>(core: StoreCore<M>): Sweeper {
  return new BackgroundSweeper(core);
}

class BackgroundSweeper<M extends Mode> implements Sweeper {
  readonly #core: StoreCore<M>;
  #stats: SweepStats = { keys: 0, bytes: 0, commits: 0, conflicts: 0, failures: 0, lastFailure: undefined };
  #run: { readonly pacer: Pacer; readonly ended: Promise<void> } | undefined;
  #keysPerStep = 50;

  constructor(core: StoreCore<M>) {
    this.#core = core;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  get stats(): SweepStats {
    return this.#stats;
  }

  start(): void {
    if (this.#run !== undefined) return;
    const pacer = new Pacer();
    this.#run = { pacer, ended: this.#sweepInRounds(pacer) };
  }

  async stop(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    run?.pacer.stop();
    await run?.ended;
  }

  async #sweepInRounds(pacer: Pacer): Promise<void> {
    while (!pacer.isStopped) {
      await pacer.pause(ROUND_MILLISECONDS);
      for (let gte: Bytes | undefined = RECORDS.gte; gte !== undefined && !pacer.isStopped; ) {
        const { due, next } = await this.#findDue(gte);
        for (const namespace of due) await this.#sweepNamespace(namespace, pacer);
        if (next !== undefined) await pacer.pause(STEP_MILLISECONDS);
        gte = next;
      }
    }
  }

  /** Finds the namespaces, among the next ones, in which something has expired. */
  async #findDue(gte: Bytes): Promise<{ readonly due: readonly string[]; readonly next: Bytes | undefined }> {
    try {
      const page = await this.#core.backend.scan({ gte, lt: RECORDS.lt, limit: RECORDS_PER_LOOK });
      const due = page.entries.filter(({ value }) => this.#isDue(value)).map(({ key }) => recordName(key));
      const last = page.entries.at(-1);
      return { due, next: page.isLast || last === undefined ? undefined : keyAfter(last.key) };
    } catch (error) {
      this.#fail(error);
      return { due: [], next: undefined };
    }
  }

  #isDue(record: Bytes): boolean {
    try {
      const { state, nextExpiry, instant } = decodeRecord(record);
      return state === "open" && nextExpiry !== NEVER && nextExpiry <= Math.max(this.#core.clock(), instant);
    } catch (error) {
      this.#fail(error); // the other namespaces are swept nevertheless
      return false;
    }
  }

  async #sweepNamespace(namespace: string, pacer: Pacer): Promise<void> {
    for (let hasMore = true; hasMore && !pacer.isStopped && !this.#isBusy(namespace); ) {
      try {
        const { swept, milliseconds } = await this.#sweepInTurn(namespace);
        hasMore = this.#count(swept);
        this.#fitStep(milliseconds);
        await pacer.pause(Math.max(1, milliseconds * REST_FACTOR));
      } catch (error) {
        this.#fail(error);
        return;
      }
    }
  }

  /** Whether a step in a namespace could make a call lose. It is then left to a later round. */
  #isBusy(namespace: string): boolean {
    return this.#core.activeCalls.hasAny && !namespace.startsWith(OWN_NAMESPACES);
  }

  /** Does one step when no call that writes to the namespace is under way. */
  #sweepInTurn(namespace: string): Promise<{ readonly swept: Swept | undefined; readonly milliseconds: number }> {
    const transactor = this.#core.transactor(namespace);
    const { engine, memory, feed } = transactor;
    return this.#core.groupedTransactor(namespace).inTurn(async () => {
      const begun = monotonicNow();
      const swept: Swept | undefined = await transactor.drive(sweep(engine, memory, this.#keysPerStep, feed));
      return { swept, milliseconds: monotonicNow() - begun };
    });
  }

  /** Counts a step. Returns true if there is more to do. */
  #count(swept: Swept | undefined): boolean {
    const { keys, bytes, commits, conflicts } = this.#stats;
    if (swept === undefined) this.#stats = { ...this.#stats, conflicts: conflicts + 1 };
    else if (swept.keys > 0)
      this.#stats = { ...this.#stats, keys: keys + swept.keys, bytes: bytes + swept.bytes, commits: commits + 1 };
    return swept === undefined || swept.hasMore;
  }

  #fitStep(milliseconds: number): void {
    if (milliseconds > STEP_MILLISECONDS) this.#keysPerStep = Math.max(1, this.#keysPerStep >> 1);
    else if (milliseconds < STEP_MILLISECONDS / 2)
      this.#keysPerStep = Math.min(KEYS_PER_STEP_MAX, this.#keysPerStep * 2);
  }

  #fail(error: unknown): void {
    this.#stats = { ...this.#stats, failures: this.#stats.failures + 1, lastFailure: error };
  }
}

// The timers that were there when this module was loaded, whatever a program replaces them with later.
const startTimer = setTimeout;

/** Pauses that end early when the run that they belong to is stopped. */
class Pacer {
  #isStopped = false;
  #wake = () => {};

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Waits. Where timers keep a process alive, as in Node, this one does not. */
  pause(milliseconds: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
      const timer = startTimer(resolve, milliseconds);
      if (typeof timer === "object" && timer !== null && "unref" in timer) (timer as { unref(): void }).unref();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }
}
