import type { CommitChanges } from "./change.ts";
import { type Watch, type WatchOptions, WatchQueue } from "./watch.ts";

/** Hands the changes of one namespace's commits to those who watch it. */
export class ChangeFeed {
  readonly #watches = new Set<WatchQueue>();

  /** Most changes that any watch can hold: more need not be collected. 0 if nobody watches. */
  get changesWanted(): number {
    let wanted = 0;
    for (const { changesMax } of this.#watches) wanted = Math.max(wanted, changesMax);
    return wanted;
  }

  watch(prefix: string, options: WatchOptions): Watch {
    const watch = new WatchQueue(prefix, options, (closed) => this.#watches.delete(closed));
    this.#watches.add(watch);
    return watch;
  }

  publish(changes: CommitChanges): void {
    for (const watch of this.#watches) watch.push(changes);
  }
}
