import { performance } from "../../time/platform-time.ts";
import { blockFor } from "./block-for.ts";

/** `wasi:io/poll.pollable` that becomes ready at an instant of the monotonic clock, in milliseconds. */
export class Pollable {
  readonly #readyAt: number;

  private constructor(readyAt: number) {
    this.#readyAt = readyAt;
  }

  static ready(): Pollable {
    return new Pollable(Number.NEGATIVE_INFINITY);
  }

  static at(instant: number): Pollable {
    return new Pollable(instant);
  }

  get remainingMs(): number {
    return Math.max(0, this.#readyAt - performance.now());
  }

  ready(): boolean {
    return this.remainingMs === 0;
  }

  block(): void {
    blockFor(this.remainingMs);
  }
}

/**
 * `wasi:io/poll.poll`: waits until at least one pollable is ready, and returns the indices of all that are. An empty
 * list makes the guest trap. The list may be as long as a guest can pass, and may repeat a pollable.
 */
export function poll(pollables: readonly Pollable[]): Uint32Array {
  if (pollables.length === 0) throw new RangeError("there is nothing to poll");
  for (;;) {
    const ready = readyIndices(pollables);
    if (ready.length > 0) return Uint32Array.from(ready);
    blockFor(shortestWait(pollables));
  }
}

function readyIndices(pollables: readonly Pollable[]): number[] {
  const indices: number[] = [];
  for (const [index, pollable] of pollables.entries()) if (pollable.ready()) indices.push(index);
  return indices;
}

function shortestWait(pollables: readonly Pollable[]): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const { remainingMs } of pollables) shortest = Math.min(shortest, remainingMs);
  return shortest;
}
