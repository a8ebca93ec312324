import { type Bytes, type Entry, keyAfter } from "@airssys/backend";
import { CHANGES_BYTES_MAX, type Change, type ChangeCause, type CommitChanges } from "../changes/change.ts";
import { entryFill, entryValue, hasExpired, NEVER, NO_FILL } from "../format/stored-entry.ts";
import { GUEST_KEYS, guestKey, type StoredKey } from "../format/stored-key.ts";
import type { NamespaceState } from "../read/namespace-state.ts";
import type { Pending } from "../read/overlay.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import type { CommitInput, CommitPlan } from "./commit-plan.ts";

/**
 * What a commit is about to change, with the values before, which it reads: only for namespaces that somebody watches.
 * At most `countMax` changes are collected, and no more than {@link CHANGES_BYTES_MAX} of values; of the rest the
 * number is known.
 */
export function* collectChanges(
  engine: Engine,
  { base, overlay, origin }: CommitInput,
  plan: CommitPlan,
  countMax: number,
): Steps<CommitChanges> {
  const collector = new Collector(engine, base, plan.version, countMax, origin);
  for (const { key } of plan.reclaimed) yield* collector.removal(key, "expire");
  if (overlay.isCleared) yield* collector.clear();
  for (const pending of overlay.all()) yield* collector.pending(pending, overlay.isCleared);
  return collector.result();
}

/** Counts the changes of a commit that nobody watches, without reading anything. */
export function uncollectedChanges(
  { base, overlay, origin }: CommitInput,
  { version, reclaimed }: CommitPlan,
): CommitChanges {
  const cleared = overlay.isCleared ? base.record.keys : 0;
  return { version, changes: [], bytes: 0, uncollected: reclaimed.length + cleared + overlay.size, origin };
}

class Collector {
  readonly #engine: Engine;
  readonly #base: NamespaceState;
  readonly #version: number;
  readonly #countMax: number;
  readonly #origin: object | undefined;
  readonly #changes: Change[] = [];
  #bytes = 0;
  #uncollected = 0;

  constructor(engine: Engine, base: NamespaceState, version: number, countMax: number, origin: object | undefined) {
    this.#engine = engine;
    this.#base = base;
    this.#version = version;
    this.#origin = origin;
    this.#countMax = countMax;
  }

  *pending({ key, value, replaces }: Pending, isCleared: boolean): Steps<void> {
    if (this.#isFull()) return this.#skip(1);
    const before = isCleared ? undefined : yield* this.#valueBefore(key);
    const expiresAt = replaces?.expiresAt ?? NEVER;
    if (before !== undefined && expiresAt !== NEVER && expiresAt <= this.#base.now) {
      this.#add(key, before, undefined, "expire");
      if (value !== undefined) this.#add(key, undefined, value, "set");
    } else if (before !== undefined || value !== undefined) {
      this.#add(key, before, value, value === undefined ? "delete" : "set");
    }
  }

  *removal(key: StoredKey, cause: ChangeCause): Steps<void> {
    if (this.#isFull()) this.#skip(1);
    else this.#add(key, yield* this.#valueBefore(key), undefined, cause);
  }

  /** Every key that the namespace had goes. */
  *clear(): Steps<void> {
    let met = 0;
    for (let gte: Bytes = GUEST_KEYS.gte; !this.#isFull(); ) {
      const page = yield* answered(this.#engine.scan({ gte, lt: GUEST_KEYS.lt }));
      for (const { key, value } of page.entries) {
        met++;
        if (hasExpired(value, this.#base.now) || this.#isHidden(value)) continue;
        if (!this.#isFull()) this.#add(key as StoredKey, entryValue(value), undefined, "clear");
        else this.#skip(1);
      }
      if (page.isLast) return;
      gte = keyAfter((page.entries.at(-1) as Entry).key); // a page that is not the last is not empty
    }
    this.#skip(this.#base.record.keys - met);
  }

  result(): CommitChanges {
    const [version, changes, bytes, uncollected] = [this.#version, this.#changes, this.#bytes, this.#uncollected];
    return { version, changes, bytes, uncollected, origin: this.#origin };
  }

  #isFull(): boolean {
    return this.#changes.length >= this.#countMax || this.#bytes >= CHANGES_BYTES_MAX;
  }

  #skip(count: number): void {
    this.#uncollected += count;
  }

  #add(key: StoredKey, oldValue: Bytes | undefined, newValue: Bytes | undefined, cause: ChangeCause): void {
    const operation = newValue === undefined ? "delete" : "set";
    const version = this.#version;
    this.#bytes += (oldValue?.length ?? 0) + (newValue?.length ?? 0);
    this.#changes.push({ type: "change", key: guestKey(key), operation, oldValue, newValue, version, cause });
  }

  *#valueBefore(key: StoredKey): Steps<Bytes | undefined> {
    const entry = yield* answered(this.#engine.get(key));
    return entry === undefined || this.#isHidden(entry) ? undefined : entryValue(entry);
  }

  /** Whether an entry was written by a fill that was never finished, so that nobody has seen it. */
  #isHidden(entry: Bytes): boolean {
    const fill = entryFill(entry);
    return fill !== NO_FILL && fill !== this.#base.record.fill;
  }
}
