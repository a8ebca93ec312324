import { type ByteStorage, type OpenTransaction, openTransaction, StorageError } from "@airssys/storage";

// A walk over a collection reads a page ahead. Writes between two steps, most of all by its own loop, make that page
// stale, so collections log their writes and walks look at the log. Only the newest writes are kept: the log does not
// grow, and a walk that is dropped half way leaves nothing behind.
//
// The log is state of the module because any handle may write what any walk has read. Handles share nothing but the
// component that they are in, as they share its namespaces.

/** A key that was written or removed, or the prefix of a removed range. */
interface Write {
  readonly namespace: string | undefined;
  /** The key as it is in the namespace. */
  readonly key: string;
}

/** A member of a collection that moved: `from` is `undefined` for one that was added, `to` for one that was removed. */
export interface Move {
  readonly namespace: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const NOTES_MAX = 1_024;

/** The newest notes, and the number of all. */
class Notes<Note> {
  readonly #notes: Note[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(note: Note): void {
    this.#notes[this.#count % NOTES_MAX] = note;
    this.#count++;
  }

  /** Returns the notes after the first `count`, or `undefined` if some of them are no longer kept. */
  after(count: number): Note[] | undefined {
    const fresh = this.#count - count;
    if (fresh > NOTES_MAX) return undefined;
    return Array.from({ length: fresh }, (_, index) => this.#notes[(count + index) % NOTES_MAX] as Note);
  }
}

const writes = new Notes<Write>();
const moves = new Notes<Move & { readonly during: OpenTransaction | undefined }>();

/** Logs that a key, or all keys that begin with it, may have another value now. */
export function noteWrite(namespace: string | undefined, key: string): void {
  writes.add({ namespace, key });
}

/** Logs that a member of a collection moved. */
export function noteMove(move: Move): void {
  moves.add({ ...move, during: openTransaction() });
}

/** The writes to a storage since they were taken last, with keys as they are in that storage. */
export class UnseenWrites {
  readonly #byteStorage: ByteStorage;
  #writes = writes.count;
  #moves = moves.count;

  constructor(byteStorage: ByteStorage) {
    this.#byteStorage = byteStorage;
  }

  /** Takes the writes. Returns whether one matches, or may have matched and is no longer in the log. */
  takeWrite(matches: (key: string) => boolean): boolean {
    if (this.#writes === writes.count) return false;
    const fresh = writes.after(this.#writes);
    this.#writes = writes.count;
    if (fresh === undefined) return true;
    return fresh.some(({ namespace, key }) => {
      const own = namespace === this.#byteStorage.namespace ? this.#keyInStorage(key) : undefined;
      return own !== undefined && matches(own);
    });
  }

  /**
   * Takes the moves in their order, without those that were undone. Throws `limit-exceeded` if some are no longer in
   * the log.
   */
  takeMoves(): readonly Move[] {
    if (this.#moves === moves.count) return [];
    const fresh = moves.after(this.#moves);
    this.#moves = moves.count;
    if (fresh !== undefined) return fresh.flatMap((move) => (move.during?.isUndone ? [] : this.#moveInStorage(move)));
    throw new StorageError({
      tag: "limit-exceeded",
      val: `more than ${NOTES_MAX} members of collections were moved between two steps of a walk`,
    });
  }

  #moveInStorage({ namespace, from, to }: Move): Move[] {
    if (namespace !== this.#byteStorage.namespace) return [];
    const own = (key: string | undefined) => (key === undefined ? undefined : this.#keyInStorage(key));
    return [{ namespace, from: own(from), to: own(to) }];
  }

  /** Returns a key of the namespace as it is in the storage, or `undefined` if it is outside of it. */
  #keyInStorage(key: string): string | undefined {
    const { prefix } = this.#byteStorage;
    if (key.startsWith(prefix)) return key.slice(prefix.length);
    return prefix.startsWith(key) ? "" : undefined;
  }
}
