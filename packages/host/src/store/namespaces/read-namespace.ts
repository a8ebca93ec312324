import { type Backend, type Entry, keyAfter } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import { layoutNamespace } from "../format/namespace-layout.ts";
import { entryExpiresAt, entryValue, entryVersion, hasExpired } from "../format/stored-entry.ts";
import { GUEST_KEYS, type StoredKey } from "../format/stored-key.ts";
import type { NamespaceMemory } from "../read/namespace-memory.ts";
import { isUnchanged, type NamespaceState, readStoredState } from "../read/namespace-state.ts";
import { driveAsync } from "../steps/drive.ts";
import { namespaceEngine } from "../steps/namespace-engine.ts";
import { Slices } from "../steps/slice.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import type { StoredValue } from "../transaction/transaction.ts";
import { NamespaceError, requireOpen } from "./namespace-error.ts";

/** An entry as a reading finds it. */
export interface ReadEntry extends StoredValue {
  readonly key: StoredKey;
}

/**
 * Reads all of a namespace as it is at one instant, in pages, in the order of keys and without what has expired.
 *
 * Over an engine with snapshots nothing that others commit meanwhile is seen. Over the others a commit to the namespace
 * ends the reading with a `conflict`.
 */
export class NamespaceReading {
  /** Whether others may write without ending the reading. */
  readonly isSnapshot: boolean;
  /** The namespace as it was read. */
  readonly state: NamespaceState;
  readonly #engine: Engine;
  readonly #snapshot: Backend | undefined;

  private constructor(engine: Engine, snapshot: Backend | undefined, state: NamespaceState) {
    this.isSnapshot = snapshot !== undefined;
    this.state = state;
    this.#engine = engine;
    this.#snapshot = snapshot;
  }

  /** Begins to read. It has to be closed. @throws NamespaceError if the namespace is being filled or removed */
  static async begin(backend: Backend, namespace: string, memory: NamespaceMemory): Promise<NamespaceReading> {
    const layout = layoutNamespace(namespace);
    const snapshot = await backend.snapshot?.();
    try {
      const engine = namespaceEngine(snapshot ?? backend, layout);
      const state = await driveAsync(readStoredState(engine, memory, memory.now()));
      requireOpen(state.record.state, namespace);
      if (state.mayHoldExpired) memory.meetExpired(state.now); // what is left out does not come back
      return new NamespaceReading(engine, snapshot, state);
    } catch (error) {
      await snapshot?.close();
      throw error;
    }
  }

  /** @throws NamespaceError `absent` if there is no such namespace */
  requirePresent(namespace: string): void {
    if (this.state.stored === undefined) throw new NamespaceError("absent", namespace);
  }

  /** Yields the entries. Between two pages others have their turn. @throws StorageError `conflict` */
  async *pages(): AsyncGenerator<readonly ReadEntry[], void, undefined> {
    const slices = new Slices();
    for (let gte: Uint8Array | undefined = GUEST_KEYS.gte; gte !== undefined; ) {
      const page: ReadPage = await driveAsync(this.#page(gte));
      gte = page.next;
      if (page.entries.length > 0) yield page.entries;
      if (slices.isOver) await slices.rest();
    }
  }

  async close(): Promise<void> {
    await this.#snapshot?.close();
  }

  *#page(gte: Uint8Array): Steps<ReadPage> {
    const { entries, isLast } = yield* answered(this.#engine.scan({ gte, lt: GUEST_KEYS.lt, limit: ENTRIES_PER_PAGE }));
    if (!this.isSnapshot && !(yield* isUnchanged(this.#engine, this.state)))
      throw new StorageError({ tag: "conflict" });
    const last = entries.at(-1);
    const isOver = isLast || last === undefined;
    return {
      entries: entries.filter(({ value }) => !hasExpired(value, this.state.now)).map(readEntry),
      next: isOver ? undefined : keyAfter(last.key),
    };
  }
}

/** Few enough that a page takes a few milliseconds. */
const ENTRIES_PER_PAGE = 500;

interface ReadPage {
  readonly entries: readonly ReadEntry[];
  /** Where the next page begins; `undefined` after the last one. */
  readonly next: Uint8Array | undefined;
}

function readEntry({ key, value }: Entry): ReadEntry {
  return {
    key: key as StoredKey, // it was stored as one
    value: entryValue(value),
    version: entryVersion(value),
    expiresAt: entryExpiresAt(value),
  };
}
