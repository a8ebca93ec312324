const FACTORS = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
]);

/** What {@link parseDuration} takes, for error messages. */
export const DURATION_FORM = 'a number above 0 and a unit of ms, s or m, such as "2s"';

/** The milliseconds of a duration such as `500ms`, `1.5s` or `1m`, or `undefined` if it is not of that form. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)$/.exec(text.trim());
  const factor = FACTORS.get(match?.[2] ?? "");
  const milliseconds = factor === undefined ? Number.NaN : Math.round(Number(match?.[1]) * factor);
  return Number.isSafeInteger(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
}
