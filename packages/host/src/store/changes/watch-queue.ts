import { requireWholeNumber } from "../format/whole-number.ts";
import { CHANGES_BYTES_MAX, type Change, type CommitChanges, type Overflow } from "./change.ts";
import { ChangeQueue } from "./change-queue.ts";
import type { WatchOptions } from "./watch.ts";

/** How a watch is held inside of the host. */
export interface QueueOptions extends WatchOptions {
  /** Bytes of values after which no more changes wait. Default {@link CHANGES_BYTES_MAX}. */
  readonly bytesMax?: number;
  /** Whose changes are not told. */
  readonly excludeOrigin?: object;
  /** Called whenever something waits that can be taken. It must not take it then and there. */
  readonly onWaiting?: () => void;
}

/** Default of {@link WatchOptions.changesMax}. */
const WATCHED_CHANGES_MAX = 1_000;

/** Somebody who waits for the next event. */
interface Waiting {
  readonly resolve: (result: WatchResult) => void;
  /** Keeps the watch that is waited for, which nobody else may hold. */
  readonly reader: object;
}

/** The result of one `next()` of a watch. */
export type WatchResult = IteratorResult<Change | Overflow, undefined>;

/** The events that wait in a watch, as the feed sees it. */
export class WatchQueue {
  readonly changesMax: number;
  readonly #bytesMax: number;
  readonly #excludeOrigin: object | undefined;
  readonly #onWaiting: () => void;
  readonly #prefix: string;
  readonly #onClose: (queue: WatchQueue) => void;
  readonly #waiting = new ChangeQueue();
  readonly #readers: Waiting[] = [];
  #waitingBytes = 0;
  #overflow: Overflow | undefined;
  #isClosed = false;

  constructor(
    prefix: string,
    {
      changesMax = WATCHED_CHANGES_MAX,
      bytesMax = CHANGES_BYTES_MAX,
      excludeOrigin,
      onWaiting = () => {},
    }: QueueOptions,
    onClose: (queue: WatchQueue) => void,
  ) {
    requireWholeNumber("changesMax", changesMax);
    this.changesMax = changesMax;
    this.#bytesMax = bytesMax;
    this.#excludeOrigin = excludeOrigin;
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
    if (origin !== undefined && origin === this.#excludeOrigin) return;
    for (const change of changes) if (this.#isWatched(change)) this.#pushOne(change);
    this.#miss(uncollected, version); // nobody knows which keys these were: every watch has missed them
  }

  /** The changes of a commit of which the watch is told no more than that there may have been some. */
  miss({ version, changes, uncollected, origin }: CommitChanges): void {
    if (origin !== undefined && origin === this.#excludeOrigin) return;
    this.#miss(uncollected + changes.filter((change) => this.#isWatched(change)).length, version);
  }

  /**
   * Takes waiting changes: at most `countMax`, with at most `bytesMax` bytes of values unless the first change has
   * more. The number of missed changes comes with the last change before the gap.
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

  /** Takes the next event, when it comes. @param reader is kept meanwhile. */
  next(reader: object): Promise<WatchResult> {
    const event = this.#take();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#isClosed) return Promise.resolve(DONE);
    return new Promise((resolve) => this.#readers.push({ resolve, reader }));
  }

  /** Forgets what waits, and takes no more. Closing twice is fine. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
    this.#overflow = undefined;
    for (const { resolve } of this.#readers.splice(0)) resolve(DONE);
    this.#onClose(this);
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
    if (reader !== undefined) reader.resolve({ done: false, value: this.#takeOverflow() as Overflow });
    else this.#onWaiting();
  }

  #hand(change: Change): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: ownedChange(change) });
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

const DONE = { done: true, value: undefined } as const;

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
