import { randomBytes } from "@noble/hashes/utils.js";
import { conclude, prepareCommit } from "../commit/commit.ts";
import { addedUsage, type CommitInput, planCommit } from "../commit/commit-plan.ts";
import { encodeRecord, type NamespaceRecord } from "../format/namespace-record.ts";
import { entryExpiresAt, entryValueBytes } from "../format/stored-entry.ts";
import { RECORD_KEY, type StoredKey } from "../format/stored-key.ts";
import { changedUsage, NO_QUOTA, type Quota, requireQuota } from "../format/usage.ts";
import { liveUsage } from "../read/count-expired.ts";
import { checksOfState, type NamespaceState, readStoredState } from "../read/namespace-state.ts";
import { Overlay, type Replaced } from "../read/overlay.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import type { Transactor } from "../transaction/transactor.ts";
import { untilWon } from "../transaction/until-won.ts";
import { NamespaceError, requireOpen } from "./namespace-error.ts";
import { removeUnchanged } from "./remove-namespace.ts";

/** An entry that a fill writes. */
export interface FilledEntry {
  readonly key: StoredKey;
  /** The value, or `undefined` to have none under this key, whatever came before. */
  readonly value: Uint8Array | undefined;
  /** When it expires, in milliseconds since 1970 UTC, or `NEVER`. */
  readonly expiresAt: number;
  /** Its version, if it is to keep one. Default: that of the commit that writes it. */
  readonly version?: number;
}

/** How a fill begins. */
export interface FillOptions {
  /** The newest version of an entry that it will write; the namespace's own goes on from there. Default 0. */
  readonly version?: number;
  /** Quota of the namespace, unless it has one already. Default: none. */
  readonly quota?: Quota;
}

/**
 * Writes a namespace that is empty, however much it is to hold, so that nobody sees any of it before all of it is
 * there: in commits of bounded size, under a mark in the record that the last commit takes away. If the process ends
 * in between, the namespace stays marked as `filling`: empty for whoever reads it, until it is removed.
 */
export class Fill {
  readonly #transactor: Transactor<"async">;
  readonly #namespace: string;
  readonly #id: number;
  /** The quota that the namespace is given if it has none. */
  readonly #quotaGiven: Quota;
  /** The version that the namespace has once it is whole. */
  #versionFinished: number | undefined;

  private constructor(transactor: Transactor<"async">, namespace: string, id: number, quotaGiven: Quota) {
    this.#transactor = transactor;
    this.#namespace = namespace;
    this.#id = id;
    this.#quotaGiven = quotaGiven;
  }

  /** Marks a namespace that holds nothing. @throws NamespaceError for any other */
  static async begin(transactor: Transactor<"async">, namespace: string, options: FillOptions = {}): Promise<Fill> {
    const leftover = await transactor.drive(readEmpty(transactor, namespace));
    // What has expired goes, the quota stays.
    if (leftover.record.keys > 0) await removeUnchanged(transactor, leftover, leftover.record.quota);
    const { version = 0, quota = NO_QUOTA } = options;
    const fill = new Fill(transactor, namespace, newFillId(), quota);
    await finishOrAbandon(fill, () => transactor.drive(untilWon(() => fill.#mark(version))));
    return fill;
  }

  /**
   * Writes entries, in one commit. Of two with one key the later one stays.
   *
   * @throws StorageError `quota-exceeded` or `limit-exceeded` if they go beyond the namespace's quota
   */
  add(entries: readonly FilledEntry[]): Promise<void> {
    return this.#transactor.drive(done(untilWon(() => this.#write(entries))));
  }

  /** Lets everybody see all of it. */
  finish(): Promise<void> {
    return this.#transactor.drive(done(untilWon(() => this.#open())));
  }

  /**
   * Removes what was written, unless others have written since it was finished, or have removed it. A quota that others
   * have stored with the namespace stays.
   */
  async abandon(): Promise<void> {
    const { engine, memory } = this.#transactor;
    const state = await this.#transactor.drive(readStoredState(engine, memory, memory.now()));
    const { fill, version, state: now, quota } = state.record;
    const isOurs = fill === this.#id && (now === "filling" || (now === "open" && version === this.#versionFinished));
    if (!isOurs) return;
    const kept = isSameQuota(quota, this.#quotaGiven) ? NO_QUOTA : quota;
    if (!(await removeUnchanged(this.#transactor, state, kept))) await this.abandon(); // a quota was stored meanwhile
  }

  *#mark(version: number): Steps<true | undefined> {
    const { engine } = this.#transactor;
    const state = yield* readEmpty(this.#transactor, this.#namespace);
    const record: NamespaceRecord = {
      ...state.record,
      state: "filling",
      fill: this.#id,
      version: Math.max(state.record.version, version) + 1,
      quota: isSameQuota(state.record.quota, NO_QUOTA) ? this.#quotaGiven : state.record.quota,
    };
    const write = { type: "put", key: RECORD_KEY, value: encodeRecord(record) } as const;
    const isMarked = yield* answered(engine.commit({ checks: checksOfState(state), writes: [write] }));
    return isMarked ? true : undefined;
  }

  *#write(entries: readonly FilledEntry[]): Steps<true | undefined> {
    const { engine, memory } = this.#transactor;
    const base = yield* this.#state();
    const overlay = yield* overlayOf(engine, entries);
    const input: CommitInput = { base, overlay, expired: memory.expiredCount(base) };
    const added = addedUsage(input);
    requireQuota(base.record, changedUsage(base.record, added.bytes, added.keys), base.record.quota);
    const { batch } = planCommit(input, added, { entries: [], nextExpiry: base.record.nextExpiry });
    return (yield* answered(engine.commit(batch))) ? true : undefined;
  }

  *#open(): Steps<true | undefined> {
    const { engine, memory, feed } = this.#transactor;
    const filled = yield* this.#state();
    const base: NamespaceState = { ...filled, record: { ...filled.record, state: "open" } };
    const reclaimed = { entries: [], nextExpiry: filled.record.nextExpiry };
    const input = { base, overlay: new Overlay(), expired: memory.expiredCount(base), reclaimed };
    const prepared = yield* prepareCommit(engine, input, feed);
    // Watches are told that they missed as many changes as there are keys: nobody keeps them all in memory.
    const changes = { ...prepared.changes, uncollected: filled.record.keys };
    this.#versionFinished = prepared.plan.version; // also if the engine's answer is lost
    return (yield* conclude(engine, [{ ...prepared, changes }], prepared.plan.batch)) ? true : undefined;
  }

  /** @throws NamespaceError if the namespace was removed meanwhile */
  *#state(): Steps<NamespaceState> {
    const { engine, memory } = this.#transactor;
    const state = yield* readStoredState(engine, memory, memory.now());
    const { record } = state;
    if (record.state === "filling" && record.fill === this.#id) return state;
    throw new NamespaceError(record.state === "removing" ? "removing" : "absent", this.#namespace);
  }
}

/**
 * Does work of a fill, and removes what was written if it fails. What cannot be removed, because the engine fails,
 * stays marked as `filling`; the error is that of the work.
 */
export async function finishOrAbandon<T>(fill: Fill, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await fill.abandon().catch(() => undefined);
    throw error;
  }
}

/** Reads the state of a namespace that nobody uses. @throws NamespaceError for any other */
function* readEmpty({ engine, memory }: Transactor<"async">, namespace: string): Steps<NamespaceState> {
  const state = yield* readStoredState(engine, memory, memory.now());
  requireOpen(state.record.state, namespace);
  if ((yield* liveUsage(engine, memory, state)).keys > 0) throw new NamespaceError("occupied", namespace);
  return state;
}

function* overlayOf(engine: Engine, entries: readonly FilledEntry[]): Steps<Overlay> {
  const overlay = new Overlay();
  const stored = yield* answered(engine.getMany(entries.map(({ key }) => key)));
  for (const [index, { key, value, expiresAt, version }] of entries.entries()) {
    const replaces = replacedBy(stored[index]);
    if (value === undefined && replaces === undefined) overlay.drop(key);
    else overlay.put({ key, value, expiresAt, version, replaces });
  }
  return overlay;
}

function replacedBy(entry: Uint8Array | undefined): Replaced | undefined {
  return entry && { valueBytes: entryValueBytes(entry), expiresAt: entryExpiresAt(entry) };
}

function isSameQuota(a: Quota, b: Quota): boolean {
  return a.bytes === b.bytes && a.keys === b.keys;
}

function* done(steps: Steps<unknown>): Steps<void> {
  yield* steps;
}

/** A number that no other fill has: random, and never {@link NO_FILL}. */
function newFillId(): number {
  return randomBytes(6).reduce((id, byte) => id * 256 + byte, 0) + 1;
}
