const FACTORS = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
]);

/** Describes the input of {@link parseDuration}, for error messages. */
export const DURATION_FORM = 'a number above 0 and a unit of ms, s or m, such as "2s"';

/** Parses a duration such as `500ms`, `1.5s` or `1m` to milliseconds. Returns `undefined` for any other text. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)$/.exec(text.trim());
  const factor = FACTORS.get(match?.[2] ?? "");
  const milliseconds = factor === undefined ? Number.NaN : Math.round(Number(match?.[1]) * factor);
  return Number.isSafeInteger(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
}
