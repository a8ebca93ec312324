import { describeValue } from "../errors/describe-value.ts";
import { toMilliseconds } from "./duration.ts";

/** Default time of a harness in milliseconds since 1970 UTC: the beginning of 2030. */
export const CLOCK_START: number = Date.UTC(2030, 0, 1);

/**
 * An instant: milliseconds since 1970 UTC, a date, or a text such as `2030-01-31`, `2030-01-31T12:00` or
 * `2030-01-31T12:00:00+02:00`. A text without a zone is UTC.
 */
export type Instant = number | Date | string;

/** The clock of the host and of `Date` in components. It stands still unless the test moves it. */
export interface HarnessClock {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /**
   * Moves the clock forward, and returns the new time.
   *
   * @param duration milliseconds, or numbers with units: `"90s"`, `"1 day"`, `"2h 30min"`. Units are ms, s, m or min,
   * h, d and w, and their words.
   * @throws RangeError for anything else
   */
  advance(duration: number | string): number;
  /**
   * Sets the clock to any time, also an earlier one, and returns the new time. @throws RangeError if it is no instant
   */
  set(to: Instant): number;
}

export class StandingClock implements HarnessClock {
  #now: number;

  constructor(start: Instant = CLOCK_START) {
    this.#now = instant(start);
  }

  get now(): number {
    return this.#now;
  }

  advance(duration: number | string): number {
    return this.set(this.#now + toMilliseconds(duration));
  }

  set(to: Instant): number {
    this.#now = instant(to);
    return this.#now;
  }
}

function instant(of: Instant): number {
  const milliseconds = typeof of === "string" ? instantIn(of) : Number(isNumberOrDate(of) ? of : Number.NaN);
  if (Number.isSafeInteger(milliseconds) && Number.isFinite(new Date(milliseconds).getTime())) return milliseconds;
  throw new RangeError(
    `a clock expected milliseconds since 1970, a Date or a text such as "2030-01-31T12:00:00Z", got ${describeValue(of)}`,
  );
}

function isNumberOrDate(of: unknown): of is number | Date {
  return typeof of === "number" || of instanceof Date;
}

const TEXT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** Parses a text without the time zone of the machine. */
function instantIn(text: string): number {
  const [, date = "", time = "00:00", zone = "Z"] = TEXT.exec(text) ?? [];
  const day = new Date(`${date}T00:00Z`);
  const isDay = Number.isFinite(day.getTime()) && day.toISOString().startsWith(date); // no 31st of February
  return isDay && date !== "" ? Date.parse(`${date}T${time}${zone}`) : Number.NaN;
}
