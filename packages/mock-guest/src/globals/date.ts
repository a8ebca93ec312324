// In a component local time is UTC. The platform has one time zone for the whole process, so dates are reimplemented.
import { define } from "../realm/define.ts";
import type { Realm } from "../realm/realm.ts";

/** Creates the `Date` of a realm, which follows a clock and is in UTC. */
export function createDate({ intrinsics }: Realm, clock: () => number): unknown {
  const { Date: RealmDate } = intrinsics;
  const now = () => Math.trunc(clock());
  const parse = createParse(RealmDate.parse);
  define(RealmDate, { now, parse: (text: unknown) => parse(String(text)) });
  liveInUtc(RealmDate.prototype);
  const instantOf = (args: readonly unknown[]): unknown => {
    if (args.length > 1) return Reflect.apply(RealmDate.UTC, RealmDate, args);
    const [given] = args;
    return typeof given === "string" ? parse(given) : given;
  };
  const clocked = new Proxy(RealmDate, {
    construct: (target, args: unknown[], asked) =>
      Reflect.construct(target, [args.length === 0 ? now() : instantOf(args)], asked),
    apply: () => new RealmDate(now()).toString(),
  });
  define(RealmDate.prototype, { constructor: clocked });
  return clocked;
}

const ISO_WITHOUT_ZONE = /^(?:\d{4}|[+-]\d{6})(?:-\d\d){0,2}T\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;
const ZONE = /\b(?:Z|GMT|UTC?|[ECMP][SD]T)\b|\dZ$|:\d\d(?:\.\d+)? *[+-]\d/i;

function createParse(native: (text: string) => number): (text: string) => number {
  return (text) => {
    if (ISO_WITHOUT_ZONE.test(text)) return native(`${text}Z`);
    const parsed = native(text);
    if (Number.isNaN(parsed) || ZONE.test(text)) return parsed;
    const inUtc = native(`${text} UTC`);
    return Number.isNaN(inUtc) ? parsed : inUtc;
  };
}

/** Replaces the methods that depend on the time zone of the process. */
function liveInUtc(prototype: Date): void {
  const utc = Object.getOwnPropertyNames(prototype).filter((name) => /^[gs]etUTC/.test(name));
  define(
    prototype,
    // `getUTCDay` stands for any of these methods.
    Object.fromEntries(utc.map((name) => [name.replace("UTC", ""), prototype[name as "getUTCDay"]])),
  );
  const { getTime, getUTCFullYear, setUTCFullYear, toUTCString } = prototype;
  const written = (date: Date, parts: (day: string, time: string) => string) => {
    const [weekday, day, month, year, time] = Reflect.apply(toUTCString, date, []).replace(",", "").split(" ");
    return time === undefined ? "Invalid Date" : parts(`${weekday} ${month} ${day} ${year}`, `${time} GMT+0000 (UTC)`);
  };
  define(prototype, {
    getTimezoneOffset(this: Date): number {
      return Number.isNaN(Reflect.apply(getTime, this, [])) ? Number.NaN : 0;
    },
    getYear(this: Date): number {
      return Reflect.apply(getUTCFullYear, this, []) - 1900;
    },
    setYear(this: Date, year: unknown): number {
      const whole = Math.trunc(Number(year));
      return Reflect.apply(setUTCFullYear, this, [whole >= 0 && whole <= 99 ? 1900 + whole : whole]);
    },
    toString(this: Date): string {
      return written(this, (day, time) => `${day} ${time}`);
    },
    toDateString(this: Date): string {
      return written(this, (day) => day);
    },
    toTimeString(this: Date): string {
      return written(this, (_day, time) => time);
    },
  });
}
