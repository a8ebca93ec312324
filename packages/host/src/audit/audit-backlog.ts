import type { FailureLog } from "../observe/host-log.ts";
import type { Clock } from "../time/clock.ts";
import type { AuditEvent, AuditSink } from "./audit-event.ts";

/** Most events of one component whose promises a sink may leave open. */
const AUDIT_EVENTS_OPEN_MAX = 1_000;

/** An event before it has its time. */
export type Untimed = Omit<AuditEvent, "time">;

/** What one component has caused that the sink has not finished with. */
interface Backlog {
  open: number;
  dropped: number;
  lastDropped: Untimed | undefined;
}

/**
 * Hands events to a sink, and keeps a component that causes them faster than the sink can write from filling the host's
 * memory: beyond {@link AUDIT_EVENTS_OPEN_MAX} open promises events of that component are dropped, and the next event
 * that goes through says how many.
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
   * Gives an event its time and passes it on. What the sink throws is thrown here; a promise that it breaks is logged.
   */
  hand(event: Untimed): void {
    const backlog = this.#backlogs.get(event.componentId) ?? { open: 0, dropped: 0, lastDropped: undefined };
    if (backlog.open >= AUDIT_EVENTS_OPEN_MAX) {
      backlog.dropped++;
      backlog.lastDropped = event;
      return;
    }
    const written = this.#sink({ time: this.#clock(), ...event });
    if (written instanceof Promise) void this.#await(written, event.componentId, backlog);
  }

  async #await(written: Promise<void>, componentId: string, backlog: Backlog): Promise<void> {
    this.#backlogs.set(componentId, backlog);
    backlog.open++;
    try {
      await written;
    } catch (cause) {
      this.#log({ reference: crypto.randomUUID(), componentId, operation: "audit", cause });
    }
    backlog.open--;
    if (backlog.lastDropped !== undefined) this.#tellDropped(backlog, backlog.lastDropped);
    else if (backlog.open === 0) this.#backlogs.delete(componentId);
  }

  #tellDropped(backlog: Backlog, { componentId, namespace, operation, outcome }: Untimed): void {
    const { dropped } = backlog;
    backlog.dropped = 0;
    backlog.lastDropped = undefined;
    try {
      this.hand({ type: "dropped", componentId, namespace, operation, outcome, dropped });
    } catch (cause) {
      this.#log({ reference: crypto.randomUUID(), componentId, operation: "audit", cause });
    }
  }
}
