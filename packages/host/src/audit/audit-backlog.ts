import { isThenable } from "@airssys/protocol";
import type { FailureLog } from "../observe/host-log.ts";
import type { Clock } from "../time/clock.ts";
import type { AuditEvent, AuditSink } from "./audit-event.ts";

/** Maximum number of events of one component that a sink may be writing at once. */
const OPEN_EVENTS_MAX = 1_000;

/** An event without its time. */
export type UntimedEvent = Omit<AuditEvent, "time">;

/** Events of one component that the sink has not written. */
interface Backlog {
  /** Events whose promises are pending. */
  open: number;
  /** Events dropped since the last report of dropped events. */
  dropped: number;
  lastDropped: UntimedEvent | undefined;
}

/**
 * Passes events to a sink and bounds the memory of those that the sink has not written yet. While a component has
 * {@link OPEN_EVENTS_MAX} of them, its further events are dropped. Once the sink has caught up, a `dropped` event says
 * how many were dropped.
 */
export class AuditBacklog {
  readonly #sink: AuditSink;
  readonly #clock: Clock;
  readonly #log: FailureLog;
  readonly #backlogs = new Map<string, Backlog>();

  constructor(sink: AuditSink, clock: Clock, log: FailureLog) {
    this.#sink = sink;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Adds the time to an event and passes it to the sink. Throws what the sink throws; logs a promise that it rejects.
   */
  write(event: UntimedEvent): void {
    const backlog = this.#backlogs.get(event.componentId) ?? { open: 0, dropped: 0, lastDropped: undefined };
    if (backlog.open >= OPEN_EVENTS_MAX) {
      backlog.dropped++;
      backlog.lastDropped = event;
      return;
    }
    const written = this.#sink({ time: this.#clock(), ...event });
    if (isThenable(written)) void this.#await(written, event.componentId, backlog);
  }

  async #await(written: PromiseLike<void>, componentId: string, backlog: Backlog): Promise<void> {
    this.#backlogs.set(componentId, backlog);
    backlog.open++;
    try {
      await written;
    } catch (cause) {
      this.#log({ reference: crypto.randomUUID(), componentId, operation: "audit", cause });
    }
    backlog.open--;
    if (backlog.lastDropped !== undefined) this.#reportDropped(backlog, backlog.lastDropped);
    else if (backlog.open === 0) this.#backlogs.delete(componentId);
  }

  #reportDropped(backlog: Backlog, { componentId, namespace, operation, outcome }: UntimedEvent): void {
    const { dropped } = backlog;
    backlog.dropped = 0;
    backlog.lastDropped = undefined;
    try {
      this.write({ type: "dropped", componentId, namespace, operation, outcome, dropped });
    } catch (cause) {
      this.#log({ reference: crypto.randomUUID(), componentId, operation: "audit", cause });
    }
  }
}
