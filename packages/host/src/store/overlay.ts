import { ByteMap, type Bytes } from "@airssys/backend";
import type { StoredRange } from "./key-range.ts";
import type { StoredKey } from "./stored-key.ts";

/** What a transaction wants of one key. */
export interface Pending {
  readonly key: StoredKey;
  /** The new value, or `undefined` to have the key gone. */
  readonly value: Bytes | undefined;
  /** When the new value expires, or `NEVER`. */
  readonly expiresAt: number;
  /** When the stored entry that this replaces expires, or `NEVER`: its place in the expiry index has to go. */
  readonly replacesExpiresAt: number;
}

/** The writes of one transaction that are not committed yet, in the order of keys, over a namespace or over an emptied one. */
export class Overlay {
  /** Made with the first write: most transactions only read. */
  #pending: ByteMap<Pending> | undefined;
  #isCleared: boolean;

  constructor(pending?: ByteMap<Pending>, isCleared = false) {
    this.#pending = pending;
    this.#isCleared = isCleared;
  }

  /** Whether everything that the namespace has committed is to go. */
  get isCleared(): boolean {
    return this.#isCleared;
  }

  get isEmpty(): boolean {
    return this.#pending === undefined && !this.#isCleared;
  }

  /** What is pending for a key; `undefined` if nothing is and the committed state decides. */
  get(key: StoredKey): Pending | undefined {
    return this.#pending?.get(key);
  }

  put(pending: Pending): void {
    this.#pending ??= new ByteMap();
    this.#pending.set(pending.key, pending);
  }

  clear(): void {
    this.#pending = undefined;
    this.#isCleared = true;
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
    return new Overlay(this.#pending?.copy(), this.#isCleared);
  }
}
