import { StorageError } from "@airssys/protocol";
import type { Change } from "../store/changes/change.ts";
import type { ChangeFeed } from "../store/changes/change-feed.ts";
import type { QueueOptions } from "../store/changes/watch-queue.ts";
import type { WatchReader } from "../store/changes/watch-reader.ts";
import { EVENT_BYTES_MAX, EVENTS_MAX, WAITING_EVENT_BYTES_MAX, WATCHES_MAX } from "./guest-limits.ts";

/** Events that a watch returns. */
export interface GuestEvents {
  readonly changes: readonly Change[];
  /** Upper bound of the number of changes that were dropped after these. */
  readonly missed: number;
}

/** Events of one watch. */
interface WatchEvents extends GuestEvents {
  readonly watch: bigint;
}

/** The part of the watches that their queues refer to: nothing of the instance unless events are delivered to it. */
interface Delivery {
  onEvents: (() => void) | undefined;
}

/**
 * The watches of one instance, by id. They end with the instance: if it is dropped without being reset, once it has
 * been garbage collected. One that events are delivered to is in use for as long as there are commits.
 */
export class GuestWatches {
  /** Origin of the writes of calls that deliver events: the watches skip them. */
  readonly origin: object = {};
  readonly #watches = new Map<bigint, WatchReader>();
  #lastId = 0n;
  readonly #delivery: Delivery = { onEvents: undefined };

  /**
   * Switches from polling to delivery. From now on `onEvents` is called when events wait for
   * {@link GuestWatches.takeEvents}, and polling returns nothing.
   */
  startDelivery(onEvents: () => void): void {
    this.#delivery.onEvents = onEvents;
  }

  /** Opens a watch and returns its id. @throws StorageError `limit-exceeded` */
  open(feed: ChangeFeed, prefix: string): bigint {
    if (this.#watches.size >= WATCHES_MAX)
      throw new StorageError({ tag: "limit-exceeded", val: `at most ${WATCHES_MAX} watches may be open at once` });
    this.#lastId++;
    this.#watches.set(this.#lastId, feed.watch(prefix, queueOptions(this.origin, this.#delivery)));
    return this.#lastId;
  }

  /**
   * Takes up to `limit` events of a watch. @throws StorageError `invalid-argument` for an unknown id or a wrong limit
   */
  poll(id: bigint, limit: number): GuestEvents {
    const queue = this.#watches.get(id);
    if (queue === undefined) throw new StorageError({ tag: "invalid-argument", val: `there is no watch ${id}` });
    if (!(limit >= 1 && limit <= EVENTS_MAX))
      throw new StorageError({
        tag: "invalid-argument",
        val: `"limit" of a poll expected 1 to ${EVENTS_MAX}, got ${limit}`,
      });
    return this.#delivery.onEvents === undefined ? queue.take(limit, EVENT_BYTES_MAX) : NOTHING;
  }

  /** Whether events wait in a watch. */
  get hasEvents(): boolean {
    return [...this.#watches.values()].some(({ isWaiting }) => isWaiting);
  }

  /** Takes the waiting events of one watch; `undefined` if no watch has any. Serves watches in turn. */
  takeEvents(): WatchEvents | undefined {
    for (const [watch, queue] of this.#watches) {
      const events = queue.take(EVENTS_MAX, EVENT_BYTES_MAX);
      if (events.changes.length === 0 && events.missed === 0) continue;
      this.#watches.delete(watch);
      this.#watches.set(watch, queue); // moves it behind the others
      return { watch, ...events };
    }
    return undefined;
  }

  /** Closes a watch. Returns whether it existed. */
  close(id: bigint): boolean {
    this.#watches.get(id)?.close();
    return this.#watches.delete(id);
  }

  closeAll(): void {
    for (const queue of this.#watches.values()) queue.close();
    this.#watches.clear();
  }
}

/** Apart from the class, so that what a queue calls does not hold the watches. */
function queueOptions(origin: object, delivery: Delivery): QueueOptions {
  return {
    changesMax: EVENTS_MAX,
    bytesMax: WAITING_EVENT_BYTES_MAX,
    excludeOrigin: origin,
    onWaiting: () => delivery.onEvents?.(),
  };
}

const NOTHING: GuestEvents = { changes: [], missed: 0 };
