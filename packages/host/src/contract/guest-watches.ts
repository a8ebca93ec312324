import { StorageError } from "@airssys/protocol";
import type { Change } from "../store/changes/change.ts";
import type { ChangeFeed } from "../store/changes/change-feed.ts";
import type { WatchQueue } from "../store/changes/watch.ts";
import { EVENT_BYTES_MAX, EVENTS_MAX, WAITING_EVENT_BYTES_MAX, WATCHES_MAX } from "./guest-limits.ts";

/** What a watch has to tell. */
export interface GuestEvents {
  readonly changes: readonly Change[];
  /** How many changes after these were missed, at most. */
  readonly missed: number;
}

/** Events of one watch. */
interface WatchEvents extends GuestEvents {
  readonly watch: bigint;
}

/** The watches of one instance. */
export class GuestWatches {
  readonly #watches = new Map<bigint, WatchQueue>();
  #lastId = 0n;
  #onEvents: (() => void) | undefined;

  /** Has events taken by {@link GuestWatches.delivery}, which is told when there are some, and no more by polling. */
  deliver(onEvents: () => void): void {
    this.#onEvents = onEvents;
  }

  /** @throws StorageError `limit-exceeded` */
  open(feed: ChangeFeed, prefix: string): bigint {
    if (this.#watches.size >= WATCHES_MAX)
      throw new StorageError({ tag: "limit-exceeded", val: `at most ${WATCHES_MAX} watches may be open at once` });
    const onWaiting = () => this.#onEvents?.();
    const queue = feed.watch(prefix, {
      changesMax: EVENTS_MAX,
      bytesMax: WAITING_EVENT_BYTES_MAX,
      deafTo: this,
      onWaiting,
    });
    this.#lastId++;
    this.#watches.set(this.#lastId, queue);
    return this.#lastId;
  }

  /** @throws StorageError `invalid-argument` */
  poll(id: bigint, limit: number): GuestEvents {
    const queue = this.#watches.get(id);
    if (queue === undefined) throw new StorageError({ tag: "invalid-argument", val: `there is no watch ${id}` });
    if (!(limit >= 1 && limit <= EVENTS_MAX))
      throw new StorageError({
        tag: "invalid-argument",
        val: `a poll has a limit of 1 to ${EVENTS_MAX}, got ${limit}`,
      });
    return this.#onEvents === undefined ? queue.take(limit, EVENT_BYTES_MAX) : NOTHING;
  }

  /** Whether events wait. */
  get isWaiting(): boolean {
    return [...this.#watches.values()].some(({ isWaiting }) => isWaiting);
  }

  /** The next events that wait to be delivered, if any do. */
  delivery(): WatchEvents | undefined {
    for (const [watch, queue] of this.#watches) {
      const events = queue.take(EVENTS_MAX, EVENT_BYTES_MAX);
      if (events.changes.length === 0 && events.missed === 0) continue;
      this.#watches.delete(watch);
      this.#watches.set(watch, queue); // the others come first next time
      return { watch, ...events };
    }
    return undefined;
  }

  /** Answers whether there was one. */
  close(id: bigint): boolean {
    this.#watches.get(id)?.close();
    return this.#watches.delete(id);
  }

  closeAll(): void {
    for (const queue of this.#watches.values()) queue.close();
    this.#watches.clear();
  }
}

const NOTHING: GuestEvents = { changes: [], missed: 0 };
