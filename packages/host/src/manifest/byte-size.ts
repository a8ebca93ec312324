const FACTORS = new Map([
  ["B", 1],
  ["KB", 1_000],
  ["MB", 1_000_000],
  ["GB", 1_000_000_000],
  ["KiB", 2 ** 10],
  ["MiB", 2 ** 20],
  ["GiB", 2 ** 30],
]);

/** Describes the input of {@link parseByteSize}, for error messages. */
export const BYTE_SIZE_FORM = 'a number and a unit of B, KB, MB, GB, KiB, MiB or GiB, such as "25MB"';

/** Parses a size such as `25MB` (25 000 000) or `1.5 MiB` to bytes. Returns `undefined` for any other text. */
export function parseByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([KMG]i?B|B)$/.exec(text.trim());
  const factor = FACTORS.get(match?.[2] ?? "");
  const bytes = factor === undefined ? Number.NaN : Number(match?.[1]) * factor;
  return Number.isSafeInteger(Math.round(bytes)) ? Math.round(bytes) : undefined;
}
