import type { Clock } from "../../time/clock.ts";
import type { ExpiredCount, NamespaceRecord } from "../format/namespace-record.ts";
import { NO_FILL } from "../format/stored-entry.ts";

/** The part of a namespace's state by which its expired entries are counted. */
interface CountedState {
  readonly record: NamespaceRecord;
  readonly now: number;
  readonly mayHoldExpired: boolean;
}

/**
 * Facts about a namespace that all who use it through one backend share, whatever their clocks say: what one of them
 * has found expired stays so for all.
 */
export class NamespaceFacts {
  /** The latest instant at which something was found expired. */
  instant = 0;
  /** Whether the record was read. */
  isKnown = false;
  /** The last fill that is known to be whole. */
  fill = NO_FILL;
  /** A count that need not be made twice, as long as the namespace has this version. */
  counted: { readonly version: number; readonly expired: ExpiredCount } | undefined;
}

/** The time of a namespace: a clock that does not step back behind what was found expired. */
export class NamespaceMemory {
  readonly #clock: Clock;
  readonly #facts: NamespaceFacts;

  constructor(clock: Clock, facts: NamespaceFacts) {
    this.#clock = clock;
    this.#facts = facts;
  }

  /** Whether the namespace's record was read, and with it the instant that the clock must not step back behind. */
  get isKnown(): boolean {
    return this.#facts.isKnown;
  }

  /**
   * Returns the time of the day in milliseconds since 1970 UTC, or the latest instant at which something was found
   * expired if the clock has stepped back behind it: expired keys do not come back.
   */
  now(): number {
    return Math.max(this.#clock(), this.#facts.instant);
  }

  /** Takes note that something was found expired at an instant. */
  meetExpired(instant: number): void {
    if (instant > this.#facts.instant) this.#facts.instant = instant;
  }

  /** The last fill that is known to be whole: its entries count without another look at the record. */
  get fill(): number {
    return this.#facts.fill;
  }

  /** Takes note of the instant of a record, and of its fill. */
  learn({ instant, state, fill }: NamespaceRecord): void {
    this.#facts.isKnown = true;
    if (state === "open") this.#facts.fill = fill;
    this.meetExpired(instant);
  }

  /**
   * Returns the newest count of expired entries that is not of a later instant than the state. Where nothing has
   * expired it is the record's own: a commit records no count that is newer than the record's instant.
   */
  expiredCount({ record: { version, expired }, now, mayHoldExpired }: CountedState): ExpiredCount {
    const counted = this.#facts.counted;
    if (!mayHoldExpired || counted?.version !== version) return expired;
    return counted.expired.until > expired.until && counted.expired.until <= now ? counted.expired : expired;
  }

  /** Keeps a count for as long as the namespace has this version. */
  keepCount(version: number, expired: ExpiredCount): void {
    this.#facts.counted = { version, expired };
  }
}
