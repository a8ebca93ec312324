import { ByteMap, type Bytes } from "@airssys/backend";
import type { StoredRange } from "../format/key-range.ts";
import type { StoredKey } from "../format/stored-key.ts";

/** The pending write of one key. */
export interface Pending {
  readonly key: StoredKey;
  /** The new value, or `undefined` to have the key gone. */
  readonly value: Bytes | undefined;
  /** When the new value expires, or `NEVER`. */
  readonly expiresAt: number;
  /** The version of the new value, if not that of the commit: a fill keeps the versions that it is given. */
  readonly version?: number | undefined;
  /** The stored entry that this replaces; `undefined` if none is stored, or the namespace is emptied first. */
  readonly replaces: Replaced | undefined;
}

/** A stored entry, expired or not, that has to go. */
export interface Replaced {
  /** Length of its value in bytes. */
  readonly valueBytes: number;
  /** When it expires, or `NEVER`: its place in the expiry index has to go too. */
  readonly expiresAt: number;
}

/**
 * The writes of one transaction that are not committed yet, in the order of keys, over a namespace or over an emptied
 * one.
 *
 * A guest's call may have used up nearly all of the stack, so a change can be stopped at any point: it is made to a
 * copy, which takes the place of what was there once it is whole.
 */
export class Overlay {
  /** Made with the first write: most transactions only read. */
  #pending: ByteMap<Pending> | undefined;
  /** Number of committed keys that are to go, because everything is; `undefined` if it is not. */
  #keysCleared: number | undefined;

  constructor(pending?: ByteMap<Pending>, keysCleared?: number) {
    this.#pending = pending;
    this.#keysCleared = keysCleared;
  }

  /** Whether everything that the namespace has committed is to go. */
  get isCleared(): boolean {
    return this.#keysCleared !== undefined;
  }

  get isEmpty(): boolean {
    return !this.isCleared && this.size === 0;
  }

  /** Number of keys that are changed: those that have something pending, and those that a clear removes. */
  get keysChanged(): number {
    return this.size + (this.#keysCleared ?? 0);
  }

  /** Number of keys that have something pending. */
  get size(): number {
    return this.#pending?.size ?? 0;
  }

  /** Returns the pending write of a key, or `undefined` if the committed state decides. */
  get(key: StoredKey): Pending | undefined {
    return this.#pending?.get(key);
  }

  put(pending: Pending): void {
    const next = this.#pending?.copy() ?? new ByteMap();
    next.set(pending.key, pending);
    this.#pending = next;
  }

  /** Forgets what is pending for a key, so that the committed state decides. */
  drop(key: StoredKey): void {
    const next = this.#pending?.copy();
    next?.delete(key);
    this.#pending = next;
  }

  /** Has everything go that the namespace has committed, which are so many keys. */
  clear(keys: number): void {
    this.#pending = undefined;
    this.#keysCleared = keys;
  }

  /** Pending writes of a range in the order of keys, or against it. */
  range(range: StoredRange, reverse: boolean): Iterable<Pending> {
    return this.#pending?.values({ ...range, reverse }) ?? [];
  }

  all(): Iterable<Pending> {
    return this.#pending?.values() ?? [];
  }

  /** A copy that changes on its own: a savepoint costs nothing, however much is pending. */
  copy(): Overlay {
    return new Overlay(this.#pending?.copy(), this.#keysCleared);
  }
}
