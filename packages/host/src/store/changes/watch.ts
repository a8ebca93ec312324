import { requireWholeNumber } from "../format/whole-number.ts";
import { CHANGES_BYTES_MAX, type Change, type CommitChanges, type Overflow } from "./change.ts";
import { ChangeQueue } from "./change-queue.ts";

/** Options of a watch. */
export interface WatchOptions {
  /** Most changes that wait to be taken; what comes beyond is missed, and told as an overflow. Default 1 000. */
  readonly changesMax?: number;
}

/** How a watch is held inside of the host. */
export interface QueueOptions extends WatchOptions {
  /** Bytes of values after which no more changes wait. Default {@link CHANGES_BYTES_MAX}. */
  readonly bytesMax?: number;
  /** Whose changes are not told. */
  readonly deafTo?: object;
  /** Called whenever something waits that can be taken. It must not take it then and there. */
  readonly onWaiting?: () => void;
}

/** Default of {@link WatchOptions.changesMax}. */
const WATCHED_CHANGES_MAX = 1_000;

/**
 * The changes of a namespace as they are committed, in their order:
 * `for await (const change of store.watch("users/"))`. It begins with the first commit after it was made, and ends when
 * it is closed or the loop is left. A commit that was under way when the watch was made is told too, if only as missed;
 * so is one of which the engine cannot say whether it happened. Values belong to whoever takes the change.
 *
 * It tells the commits of this process, not those of others that use the same store.
 */
export interface Watch extends AsyncIterableIterator<Change | Overflow, undefined> {
  /** Ends the watch. Changes that wait are forgotten. Closing twice is fine. */
  close(): void;
}

/** A watch with its buffer, as the feed sees it. */
export class WatchQueue implements Watch {
  readonly changesMax: number;
  readonly #bytesMax: number;
  readonly #deafTo: object | undefined;
  readonly #onWaiting: () => void;
  readonly #prefix: string;
  readonly #onClose: (queue: WatchQueue) => void;
  readonly #waiting = new ChangeQueue();
  readonly #readers: ((result: IteratorResult<Change | Overflow, undefined>) => void)[] = [];
  #waitingBytes = 0;
  #overflow: Overflow | undefined;
  #isClosed = false;

  constructor(
    prefix: string,
    { changesMax = WATCHED_CHANGES_MAX, bytesMax = CHANGES_BYTES_MAX, deafTo, onWaiting = () => {} }: QueueOptions,
    onClose: (queue: WatchQueue) => void,
  ) {
    requireWholeNumber("changesMax", changesMax);
    this.changesMax = changesMax;
    this.#bytesMax = bytesMax;
    this.#deafTo = deafTo;
    this.#onWaiting = onWaiting;
    this.#prefix = prefix;
    this.#onClose = onClose;
  }

  /** Whether something can be taken. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0 || this.#overflow !== undefined;
  }

  /** The changes of a commit. */
  push({ version, changes, uncollected, origin }: CommitChanges): void {
    if (origin !== undefined && origin === this.#deafTo) return;
    for (const change of changes) if (this.#isWatched(change)) this.#pushOne(change);
    this.#miss(uncollected, version); // nobody knows which keys these were: every watch has missed them
  }

  /** The changes of a commit of which the watch is told no more than that there may have been some. */
  miss({ version, changes, uncollected, origin }: CommitChanges): void {
    if (origin !== undefined && origin === this.#deafTo) return;
    this.#miss(uncollected + changes.filter((change) => this.#isWatched(change)).length, version);
  }

  /**
   * What waits, at once: at most so many changes, and no more than so many bytes of values unless the first change has
   * more. What was missed is told after the last change before the gap.
   */
  take(countMax: number, bytesMax: number): { readonly changes: readonly Change[]; readonly missed: number } {
    const changes: Change[] = [];
    let bytes = 0;
    for (let next = this.#waiting.next; next !== undefined && changes.length < countMax; next = this.#waiting.next) {
      bytes += heldBytes(next);
      if (changes.length > 0 && bytes > bytesMax) break;
      changes.push(this.#take() as Change);
    }
    const missed = this.#waiting.size === 0 ? (this.#takeOverflow()?.missed ?? 0) : 0;
    return { changes, missed };
  }

  next(): Promise<IteratorResult<Change | Overflow, undefined>> {
    const event = this.#take();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#isClosed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<Change | Overflow, undefined>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
    this.#overflow = undefined;
    for (const reader of this.#readers.splice(0)) reader({ done: true, value: undefined });
    this.#onClose(this);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #isWatched({ key }: Change): boolean {
    return key.startsWith(this.#prefix);
  }

  #pushOne(change: Change): void {
    const isFull = this.#waiting.size >= this.changesMax || this.#waitingBytes >= this.#bytesMax;
    // After an overflow nothing waits until the reader knows of it, so that it never sees a gap without a word.
    if (isFull || this.#overflow !== undefined) this.#miss(1, change.version);
    else this.#hand(change);
  }

  #miss(count: number, version: number): void {
    if (count === 0) return;
    this.#overflow = { type: "overflow", missed: (this.#overflow?.missed ?? 0) + count, version };
    const reader = this.#waiting.size === 0 ? this.#readers.shift() : undefined;
    if (reader !== undefined) reader({ done: false, value: this.#takeOverflow() as Overflow });
    else this.#onWaiting();
  }

  #hand(change: Change): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader({ done: false, value: ownedChange(change) });
      return;
    }
    this.#waiting.push(change);
    this.#waitingBytes += heldBytes(change);
    this.#onWaiting();
  }

  #take(): Change | Overflow | undefined {
    const event = this.#waiting.take();
    if (event === undefined) return this.#takeOverflow();
    this.#waitingBytes -= heldBytes(event);
    return ownedChange(event);
  }

  #takeOverflow(): Overflow | undefined {
    const overflow = this.#overflow;
    this.#overflow = undefined;
    return overflow;
  }
}

/**
 * The change as its reader may keep it: other watches hold the same one, and a reader may change the bytes of its own.
 */
function ownedChange(change: Change): Change {
  const { oldValue, newValue } = change;
  return { ...change, oldValue: oldValue && new Uint8Array(oldValue), newValue: newValue && new Uint8Array(newValue) };
}

function heldBytes({ oldValue, newValue }: Change): number {
  return (oldValue?.length ?? 0) + (newValue?.length ?? 0);
}
