import { CommitOrder, type CommitUnderWay, type Telling } from "./commit-order.ts";
import { type QueueOptions, WatchQueue } from "./watch-queue.ts";
import { WatchReader } from "./watch-reader.ts";

/** Hands the changes of one namespace's commits to those who watch it, in the order of the commits. */
export class ChangeFeed {
  readonly #watches = new Set<WatchQueue>();
  readonly #order = new CommitOrder();
  /** Closes the queues of watches that were garbage collected: nobody can take what they hold. */
  readonly #dropped = new FinalizationRegistry<WatchQueue>((queue) => queue.close());

  /** Most changes that any watch can hold: more need not be collected. 0 if nobody watches. */
  get changesWanted(): number {
    let wanted = 0;
    for (const { changesMax } of this.#watches) wanted = Math.max(wanted, changesMax);
    return wanted;
  }

  /** Opens a watch. It is open until it is closed, or nobody holds what this returns. */
  watch(prefix: string, options: QueueOptions): WatchReader {
    const queue = new WatchQueue(prefix, options, (closed) => this.#watches.delete(closed));
    const reader = new WatchReader(queue);
    this.#watches.add(queue);
    this.#dropped.register(reader, queue);
    return reader;
  }

  /** A commit is planned, and will end. Whoever plans it sets its ending, and then publishes. */
  begin(version: number): CommitUnderWay {
    return this.#order.begin(version);
  }

  /** Tells the watches of every commit that has ended, as far as the order allows. */
  publish(): void {
    this.#order.release((telling) => this.#tell(telling));
  }

  #tell({ changes, isMissed }: Telling): void {
    for (const watch of this.#watches) {
      if (isMissed) watch.miss(changes);
      else watch.push(changes);
    }
  }
}
