import { describeValue } from "../errors/describe-value.ts";

const UNITS: readonly (readonly [names: readonly string[], milliseconds: number])[] = [
  [["ms", "millisecond", "milliseconds"], 1],
  [["s", "second", "seconds"], 1_000],
  [["m", "min", "minute", "minutes"], 60_000],
  [["h", "hour", "hours"], 3_600_000],
  [["d", "day", "days"], 86_400_000],
  [["w", "week", "weeks"], 604_800_000],
];

const MILLISECONDS: ReadonlyMap<string, number> = new Map(
  UNITS.flatMap(([names, milliseconds]) => names.map((name) => [name, milliseconds] as const)),
);

const FORM = 'milliseconds from 0, or numbers with units such as "90s", "1 day" or "2h 30min"';

/**
 * Converts a duration to milliseconds.
 *
 * @throws RangeError if it is no duration
 */
export function toMilliseconds(duration: number | string): number {
  const milliseconds = typeof duration === "string" ? parsed(duration) : duration;
  if (Number.isSafeInteger(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new RangeError(`"duration" expected ${FORM}, got ${describeValue(duration)}`);
}

function parsed(text: string): number {
  if (!/^(\s*\d+(\.\d+)?\s*[a-z]+)+\s*$/.test(text)) return Number.NaN;
  const parts = Array.from(text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g), ([, count, unit = ""]) => {
    return Number(count) * (MILLISECONDS.get(unit) ?? Number.NaN);
  });
  return Math.round(parts.reduce((sum, part) => sum + part, 0));
}
