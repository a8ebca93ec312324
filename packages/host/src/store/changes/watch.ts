import type { Change, Overflow } from "./change.ts";

/** Options of a watch. */
export interface WatchOptions {
  /** Most changes that wait to be taken; what comes beyond is missed, and told as an overflow. Default 1 000. */
  readonly changesMax?: number;
}

/**
 * The changes of a namespace as they are committed, in their order:
 * `for await (const change of store.watch("users/"))`. It begins with the first commit after it was made, and ends when
 * it is closed or the loop is left. A commit that was under way when the watch was made is told too, if only as missed;
 * so is one of which the engine cannot say whether it happened. Values belong to whoever takes the change.
 *
 * It tells the commits of this process that go through the same backend object, not those of others that use the same
 * store. One that is dropped without being closed is closed once it has been garbage collected.
 */
export interface Watch extends AsyncIterableIterator<Change | Overflow, undefined> {
  /** Ends the watch. Changes that wait are forgotten. Closing twice is fine. */
  close(): void;
}
