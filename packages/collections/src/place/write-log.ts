import { type OpenTransaction, openTransaction, StorageError } from "@airssys/storage";

// A walk over a collection reads a page ahead. What is written while it stands still, by its own loop most of all, must
// not make it serve what is no longer so, serve something twice or leave something out. So collections note here what
// they write, and walks look. Only the newest notes are kept: nothing here grows, and walks that are dropped half way
// cost nothing.

/** A key that was written or removed, or what the keys of a removed range began with. */
export interface Write {
  readonly namespace: string | undefined;
  readonly key: string;
}

/**
 * A member of a collection that is at another key now; it came to be if it was nowhere before, and is gone if it is
 * nowhere now.
 */
export interface Move {
  readonly namespace: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const NOTES_MAX = 1_024;

/** The newest notes, and how many there were in all. */
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

  /** The notes after the first `count`, or `undefined` if some of them are no longer kept. */
  after(count: number): Note[] | undefined {
    const fresh = this.#count - count;
    if (fresh > NOTES_MAX) return undefined;
    return Array.from({ length: fresh }, (_, index) => this.#notes[(count + index) % NOTES_MAX] as Note);
  }
}

const writes = new Notes<Write>();
const moves = new Notes<Move & { readonly during: OpenTransaction | undefined }>();

/** Notes that a key, or all keys that begin with it, may hold something else now. */
export function noteWrite(namespace: string | undefined, key: string): void {
  writes.add({ namespace, key });
}

/** Notes that a member of a collection moved. */
export function noteMove(move: Move): void {
  moves.add({ ...move, during: openTransaction() });
}

/** What was written since it was asked last. */
export class News {
  #writes = writes.count;
  #moves = moves.count;

  /** Whether there is any. Most steps of a walk find none. */
  get isAny(): boolean {
    return this.#writes !== writes.count || this.#moves !== moves.count;
  }

  /** Whether something was written that `concerns`, as far as anybody remembers. */
  hasWrite(concerns: (write: Write) => boolean): boolean {
    if (this.#writes === writes.count) return false;
    const fresh = writes.after(this.#writes);
    this.#writes = writes.count;
    return fresh === undefined || fresh.some(concerns);
  }

  /**
   * The moves in their order, but for those that were undone. Throws `limit-exceeded` if there were more than are kept.
   */
  takeMoves(): readonly Move[] {
    if (this.#moves === moves.count) return [];
    const fresh = moves.after(this.#moves);
    this.#moves = moves.count;
    if (fresh !== undefined) return fresh.filter(({ during }) => !during?.isUndone);
    throw new StorageError({
      tag: "limit-exceeded",
      val: `more than ${NOTES_MAX} members of collections were moved between two steps of a walk`,
    });
  }
}
