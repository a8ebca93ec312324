import { CommitOrder, type CommitUnderWay, type Telling } from "./commit-order.ts";
import { type QueueOptions, WatchQueue } from "./watch.ts";

/** Hands the changes of one namespace's commits to those who watch it, in the order of the commits. */
export class ChangeFeed {
  readonly #watches = new Set<WatchQueue>();
  readonly #order = new CommitOrder();

  /** Most changes that any watch can hold: more need not be collected. 0 if nobody watches. */
  get changesWanted(): number {
    let wanted = 0;
    for (const { changesMax } of this.#watches) wanted = Math.max(wanted, changesMax);
    return wanted;
  }

  watch(prefix: string, options: QueueOptions): WatchQueue {
    const watch = new WatchQueue(prefix, options, (closed) => this.#watches.delete(closed));
    this.#watches.add(watch);
    return watch;
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
