import { performance } from "../../time/platform-time.ts";
import { blockFor } from "./block-for.ts";

/** `wasi:io/poll.pollable`: something that becomes ready at an instant of the monotonic clock, in milliseconds. */
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

  get millisecondsLeft(): number {
    return Math.max(0, this.#readyAt - performance.now());
  }

  ready(): boolean {
    return this.millisecondsLeft === 0;
  }

  block(): void {
    blockFor(this.millisecondsLeft);
  }
}

/**
 * `wasi:io/poll.poll`: waits until at least one is ready and answers the positions of those that are. With none to wait
 * for, a guest traps. The list may name as many as a guest can hand over, and the same one again and again.
 */
export function poll(pollables: readonly Pollable[]): Uint32Array {
  if (pollables.length === 0) throw new RangeError("there is nothing to poll");
  for (;;) {
    const ready = positionsReady(pollables);
    if (ready.length > 0) return Uint32Array.from(ready);
    blockFor(shortestWait(pollables));
  }
}

function positionsReady(pollables: readonly Pollable[]): number[] {
  const positions: number[] = [];
  for (const [position, pollable] of pollables.entries()) if (pollable.ready()) positions.push(position);
  return positions;
}

function shortestWait(pollables: readonly Pollable[]): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const { millisecondsLeft } of pollables) shortest = Math.min(shortest, millisecondsLeft);
  return shortest;
}
