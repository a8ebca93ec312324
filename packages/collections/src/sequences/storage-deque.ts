import { checkedPosition } from "../check/gaps.ts";
import { positionOf } from "../keys/position.ts";
import { dropEnd, endText, FIRST, LAST } from "../walk/ends.ts";
import { StorageQueue } from "./storage-queue.ts";

/**
 * A {@link StorageQueue} with two ends: elements are added and removed at both of them.
 *
 * @example
 * ```ts
 * import { StorageDeque } from "@airssys/collections";
 *
 * const recent = new StorageDeque<string>("recent");
 * recent.unshift("newest");
 * if (recent.length > 10) recent.pop();
 * ```
 */
export class StorageDeque<T = unknown> extends StorageQueue<T> {
  /**
   * Adds elements at the beginning, in the order in which they are given, all of them or none. Host calls as for
   * `push`.
   */
  unshift(...values: T[]): void {
    const first = endText(this.place, FIRST);
    this.setFrom(checkedPosition((first === undefined ? 0 : positionOf(first)) - values.length), values);
  }

  /** Removes the last element and answers it, or `undefined` if there is none. 2 host calls. */
  pop(): T | undefined {
    return this.take(true);
  }

  /**
   * Removes the last element unread, also one that the codec cannot read, and answers whether there was one. 2 host
   * calls.
   */
  dropLast(): boolean {
    return dropEnd(this.place, LAST) !== undefined;
  }
}
