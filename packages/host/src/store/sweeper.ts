import type { Backend, Bytes } from "@airssys/backend";
import { keyAfter } from "@airssys/backend";
import { monotonicNow } from "../time/platform-time.ts";
import { RECORDS, recordName } from "./format/namespace-layout.ts";
import { decodeRecord } from "./format/namespace-record.ts";
import { NEVER } from "./format/stored-entry.ts";
import { drive } from "./steps/drive.ts";
import { type Swept, sweep } from "./sweep.ts";
import type { Transactor } from "./transaction/transactor.ts";

/** What a sweeper has done since its store was opened. */
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
 * Gives back the space of entries that have expired, in every namespace of a store, also those that nobody uses. It
 * works in steps of about 2 ms, each one commit, and rests four times as long after each: at most a fifth of the time.
 * Every second it looks at the records of all namespaces.
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

/** How many times as long as it worked it rests. */
const REST_FACTOR = 4;

/** Records that are read at once. */
const RECORDS_PER_LOOK = 100;

const KEYS_PER_STEP_MAX = 1_000;

/** What a sweeper needs of its store. */
export interface SweptStore {
  readonly backend: Backend;
  /** Whether commits of others wait, which go first. */
  isBusy(): boolean;
  now(): number;
  transactor(namespace: string): Transactor;
}

/** Makes the sweeper of a store, which has not begun. */
export function createSweeper(store: SweptStore): Sweeper {
  return new BackgroundSweeper(store);
}

class BackgroundSweeper implements Sweeper {
  readonly #store: SweptStore;
  #stats: SweepStats = { keys: 0, bytes: 0, commits: 0, conflicts: 0, failures: 0, lastFailure: undefined };
  #run: { readonly abort: () => void; readonly ended: Promise<void> } | undefined;
  #keysPerStep = 50;

  constructor(store: SweptStore) {
    this.#store = store;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  get stats(): SweepStats {
    return this.#stats;
  }

  start(): void {
    if (this.#run !== undefined) return;
    let isAborted = false;
    let wake = () => {};
    const pause = (milliseconds: number) =>
      new Promise<void>((resolve) => {
        wake = resolve;
        if (isAborted) resolve();
        else unreferenced(setTimeout(resolve, milliseconds));
      });
    const abort = () => {
      isAborted = true;
      wake();
    };
    this.#run = { abort, ended: this.#rounds(() => isAborted, pause) };
  }

  async stop(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    run?.abort();
    await run?.ended;
  }

  async #rounds(isAborted: () => boolean, pause: (milliseconds: number) => Promise<void>): Promise<void> {
    while (!isAborted()) {
      await pause(ROUND_MILLISECONDS);
      for (let gte: Bytes | undefined = RECORDS.gte; gte !== undefined && !isAborted(); ) {
        const look = await this.#look(gte);
        for (const namespace of look.due) await this.#sweep(namespace, isAborted, pause);
        gte = look.next;
        if (gte !== undefined) await pause(STEP_MILLISECONDS);
      }
    }
  }

  /** Finds the namespaces, among the next ones, in which something has expired. */
  async #look(gte: Bytes): Promise<{ readonly due: readonly string[]; readonly next: Bytes | undefined }> {
    const due: string[] = [];
    try {
      const page = await this.#store.backend.scan({ gte, lt: RECORDS.lt, limit: RECORDS_PER_LOOK });
      for (const { key, value } of page.entries) if (this.#isDue(value)) due.push(recordName(key));
      const last = page.entries.at(-1);
      return { due, next: page.isLast || last === undefined ? undefined : keyAfter(last.key) };
    } catch (error) {
      this.#fail(error);
      return { due, next: undefined };
    }
  }

  #isDue(record: Bytes): boolean {
    try {
      const { nextExpiry, instant } = decodeRecord(record);
      return nextExpiry !== NEVER && nextExpiry <= Math.max(this.#store.now(), instant);
    } catch (error) {
      this.#fail(error); // the others are swept nevertheless
      return false;
    }
  }

  async #sweep(
    namespace: string,
    isAborted: () => boolean,
    pause: (milliseconds: number) => Promise<void>,
  ): Promise<void> {
    for (let hasMore = true; hasMore && !isAborted(); ) {
      while (this.#store.isBusy() && !isAborted()) await pause(STEP_MILLISECONDS);
      const begun = monotonicNow();
      try {
        hasMore = this.#count(await this.#step(namespace));
      } catch (error) {
        this.#fail(error);
        return;
      }
      const worked = monotonicNow() - begun;
      this.#fitStep(worked);
      await pause(Math.max(1, worked * REST_FACTOR));
    }
  }

  async #step(namespace: string): Promise<Swept | undefined> {
    const { mode, engine, memory, feed } = this.#store.transactor(namespace);
    return await drive(mode, sweep(engine, memory, this.#keysPerStep, feed));
  }

  /** Counts a step. Returns whether there is more to do. */
  #count(swept: Swept | undefined): boolean {
    const { keys, bytes, commits, conflicts } = this.#stats;
    if (swept === undefined) this.#stats = { ...this.#stats, conflicts: conflicts + 1 };
    else if (swept.keys > 0)
      this.#stats = { ...this.#stats, keys: keys + swept.keys, bytes: bytes + swept.bytes, commits: commits + 1 };
    return swept === undefined || swept.hasMore;
  }

  #fitStep(worked: number): void {
    if (worked > STEP_MILLISECONDS) this.#keysPerStep = Math.max(1, this.#keysPerStep >> 1);
    else if (worked < STEP_MILLISECONDS / 2) this.#keysPerStep = Math.min(KEYS_PER_STEP_MAX, this.#keysPerStep * 2);
  }

  #fail(error: unknown): void {
    this.#stats = { ...this.#stats, failures: this.#stats.failures + 1, lastFailure: error };
  }
}

/** Where timers keep a process alive, as in Node, this one does not. */
function unreferenced(timer: unknown): void {
  if (typeof timer === "object" && timer !== null && "unref" in timer) (timer as { unref(): void }).unref();
}
