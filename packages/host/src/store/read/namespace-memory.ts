import type { Clock } from "../../time/clock.ts";
import type { ExpiredCount, NamespaceRecord } from "../format/namespace-record.ts";
import { NO_FILL } from "../format/stored-entry.ts";

/** The part of a namespace's state by which its expired entries are counted. */
interface CountedState {
  readonly record: NamespaceRecord;
  readonly now: number;
  readonly mayHoldExpired: boolean;
}

/** Shared by all who use a namespace in this process: its clock, and a count that need not be made twice. */
export class NamespaceMemory {
  readonly #clock: Clock;
  #instant = 0;
  #isKnown = false;
  #fill = NO_FILL;
  #counted: { readonly version: number; readonly expired: ExpiredCount } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the namespace's record was read, and with it the instant that the clock must not step back behind. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /**
   * Returns the time of the day in milliseconds since 1970 UTC, or the latest instant at which something was found
   * expired if the clock has stepped back behind it: expired keys do not come back.
   */
  now(): number {
    return Math.max(this.#clock(), this.#instant);
  }

  /** Takes note that something was found expired at an instant. */
  meetExpired(instant: number): void {
    if (instant > this.#instant) this.#instant = instant;
  }

  /** The last fill that is known to be whole: its entries count without another look at the record. */
  get fill(): number {
    return this.#fill;
  }

  /** Takes note of the instant of a record, and of its fill. */
  learn({ instant, state, fill }: NamespaceRecord): void {
    this.#isKnown = true;
    if (state === "open") this.#fill = fill;
    this.meetExpired(instant);
  }

  /**
   * Returns the newest count of expired entries that is not of a later instant than the state. Where nothing has
   * expired it is the record's own: a commit records no count that is newer than the record's instant.
   */
  expiredCount({ record: { version, expired }, now, mayHoldExpired }: CountedState): ExpiredCount {
    const counted = this.#counted;
    if (!mayHoldExpired || counted?.version !== version) return expired;
    return counted.expired.until > expired.until && counted.expired.until <= now ? counted.expired : expired;
  }

  /** Keeps a count for as long as the namespace has this version. */
  keepCount(version: number, expired: ExpiredCount): void {
    this.#counted = { version, expired };
  }
}
